import type { Route, Routed, Ways } from '../../src/model/routing.ts';

/** A route that says nothing but who is told. */
export function routeTo(channels: readonly string[], changes: Partial<Route> = {}): Route {
  return {
    path: 'route',
    channels,
    groupBy: ['actor'],
    repeatIntervalMs: 0,
    minLevel: undefined,
    muteTimes: [],
    activeTimes: [],
    ...changes,
  };
}

/** What such a route makes of a finding. */
export function routedTo(channels: readonly string[], changes: Partial<Routed> = {}): Routed {
  return { route: routeTo(channels), channels, mutedBy: undefined, isLate: false, ...changes };
}

export function waysTo(channels: readonly string[]): Ways {
  const routed = routedTo(channels);
  return new Map(channels.map((channel) => [channel, routed]));
}
