import { fitsGlob } from '../../alerts/glob.ts';
import type { Matchers, RouteNode } from '../../model/routing.ts';
import type { RouteWarning } from './route-warning.ts';

/**
 * The routes below a node that nothing gets to, or that have events told to fewer than was meant. `above`
 * is what all have in common that come to the node.
 */
export function lostRoutes(node: RouteNode, above: Matchers = {}): readonly RouteWarning[] {
  return node.routes.flatMap((child, at) => {
    const { path, channels } = child.route;
    // What is above says of the same key is forgotten, which can only make the events more than they are.
    const events = { ...above, ...child.match };
    const why = unreachable(child, node.routes.slice(0, at), above);
    if (why !== undefined) {
      return [{ kind: 'unreachable-route', key: path, message: `nothing gets there: ${why}` }];
    }
    const left = node.route.channels.filter((name) => !channels.includes(name));
    const isLast = !node.routes.slice(at + 1).some(({ match }) => covers(match, events));
    const unfollowed: readonly RouteWarning[] =
      child.continues && isLast && left.length > 0
        ? [
            {
              kind: 'unfollowed-route',
              key: path,
              message:
                `what no route after it takes is not told to ${left.join(', ')}, since this one ` +
                'has taken it: end the list with a route that takes all, or name them here',
            },
          ]
        : [];
    return [...unfollowed, ...lostRoutes(child, events)];
  });
}

function unreachable(
  { match }: RouteNode,
  before: readonly RouteNode[],
  above: Matchers,
): string | undefined {
  const taker = before.find(
    (each) => !each.continues && covers(each.match, { ...above, ...match }),
  );
  if (taker !== undefined) return `${taker.route.path} takes it all`;
  const apart = closedLists.find((key) => areApart(above[key], match[key]));
  return apart === undefined ? undefined : `a route above is of other ${apart}s`;
}

/**
 * Whether a match takes all that another one does. It may be true where this says no; never the other
 * way round.
 */
function covers(match: Matchers, other: Matchers): boolean {
  return keys.every((key) => {
    const [patterns, narrower] = [match[key], other[key]];
    if (patterns === undefined) return true;
    // What a pattern is to another one, it is to all that the other one fits.
    return (
      narrower !== undefined &&
      narrower.every((one) => patterns.some((pattern) => fitsGlob(pattern, one)))
    );
  });
}

const keys = [
  'level',
  'rule',
  'tags',
  'service',
  'account',
  'region',
  'actor',
  'outcome',
] as const satisfies readonly (keyof Matchers)[];

/** Of which a finding has one, and that as it is written. */
const closedLists = ['level', 'outcome'] as const;

function areApart(above: readonly string[] | undefined, own: readonly string[] | undefined) {
  return above !== undefined && own !== undefined && !own.some((one) => above.includes(one));
}
