import { fitsGlob } from '../alerts/glob.ts';
import type { Matchers, RouteNode, Silence } from '../model/routing.ts';
import { didYouMean } from '../sigma/did-you-mean.ts';

/** What is allowed, and hardly meant. */
export interface RouteWarning {
  readonly kind:
    | 'untold-channel'
    | 'unused-interval'
    | 'unknown-rule'
    | 'unreachable-route'
    | 'ended-silence';
  /** Its key in trailbell.yml. */
  readonly key: string;
  readonly message: string;
}

export interface RoutesToCheck {
  readonly tree: RouteNode;
  readonly silences: readonly Silence[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly channels: readonly string[];
  readonly timeIntervals: readonly string[];
  /** Ids and titles. */
  readonly rules: readonly string[];
}

export function warnOfRoutes(options: RoutesToCheck): readonly RouteWarning[] {
  const { tree, silences, now, channels, timeIntervals, rules } = options;
  const nodes = nodesOf(tree);
  const told = new Set(nodes.flatMap(({ route }) => route.channels));
  const used = new Set(
    nodes.flatMap(({ route }) =>
      [...route.muteTimes, ...route.activeTimes].map(({ name }) => name),
    ),
  );
  const matches = [
    ...nodes.map(({ match, route }) => ({ match, key: `${route.path}.match` })),
    ...silences.map(({ match }, at) => ({ match, key: `silences.${at}.match` })),
  ];
  return [
    ...channels
      .filter((name) => !told.has(name))
      .map((name): RouteWarning => {
        const message = 'no route names it: no alert is told there';
        return { kind: 'untold-channel', key: `channels.${name}`, message };
      }),
    ...timeIntervals
      .filter((name) => !used.has(name))
      .map((name): RouteWarning => {
        const message = 'no route names it';
        return { kind: 'unused-interval', key: `time_intervals.${name}`, message };
      }),
    ...matches.flatMap(({ match, key }) => unknownRules(match, `${key}.rule`, rules)),
    ...unreachable(tree, {}),
    ...silences.flatMap(({ endsAt }, at): readonly RouteWarning[] =>
      endsAt > now
        ? []
        : [{ kind: 'ended-silence', key: `silences.${at}`, message: 'has ended: remove it' }],
    ),
  ];
}

function nodesOf(node: RouteNode): readonly RouteNode[] {
  return [node, ...node.routes.flatMap(nodesOf)];
}

function unknownRules(
  { rule: patterns = [] }: Matchers,
  key: string,
  rules: readonly string[],
): readonly RouteWarning[] {
  return patterns
    .filter((pattern) => !rules.some((name) => fitsGlob(pattern, name)))
    .map((pattern) => {
      const message = `no rule has the id or title '${pattern}'${didYouMean(pattern, rules)}`;
      return { kind: 'unknown-rule', key, message };
    });
}

/** `above` is what all have in common that come to a node. */
function unreachable(node: RouteNode, above: Matchers): readonly RouteWarning[] {
  return node.routes.flatMap((child, at) => {
    const { path } = child.route;
    const warn = (message: string): readonly RouteWarning[] => [
      { kind: 'unreachable-route', key: path, message },
    ];
    const taker = node.routes
      .slice(0, at)
      .find(({ match, continues }) => !continues && covers(match, { ...above, ...child.match }));
    if (taker !== undefined) return warn(`nothing gets there: ${taker.route.path} takes it all`);
    const apart = closedLists.find((key) => areApart(above[key], child.match[key]));
    if (apart !== undefined) return warn(`nothing gets there: a route above is of other ${apart}s`);
    return unreachable(child, { ...above, ...child.match });
  });
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
