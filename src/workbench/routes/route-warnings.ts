import type { RoutingConfig } from '../../config/resolve-routing.ts';
import type { RouteNode } from '../../model/routing.ts';
import { lostRoutes } from './lost-routes.ts';
import type { RouteWarning } from './route-warning.ts';
import { type KnownNames, unknownNames } from './unknown-names.ts';

export interface RoutesToCheck extends KnownNames, RoutingConfig {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly channels: readonly string[];
}

export function warnOfRoutes(options: RoutesToCheck): readonly RouteWarning[] {
  const { tree, silences, now, channels, timeIntervals } = options;
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
      .filter(({ name }) => !used.has(name))
      .map(({ name }): RouteWarning => {
        const message = 'no route names it';
        return { kind: 'unused-interval', key: `time_intervals.${name}`, message };
      }),
    ...matches.flatMap(({ match, key }) => unknownNames(match, key, options)),
    ...lostRoutes(tree),
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
