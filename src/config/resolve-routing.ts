import { ConfigError } from '../model/config-error.ts';
import type { Route, RouteNode, Silence, TimeInterval } from '../model/routing.ts';
import { didYouMean } from './did-you-mean.ts';
import type { RouteSettings, Telling } from './route-settings.ts';
import type { Config } from './settings.ts';

/** How alerts find the people who have to know. */
export interface RoutingConfig {
  readonly tree: RouteNode;
  readonly silences: readonly Silence[];
  readonly timeIntervals: readonly TimeInterval[];
}

/**
 * The routing tree of a configuration, in which each route says all that it has of those above it.
 * Throws a ConfigError where it names a channel or a time interval that is not there.
 */
export function resolveRouting(config: Config): RoutingConfig {
  const channels = Object.keys(config.channels);
  const timeIntervals = readIntervals(config);
  const root: Route = {
    path: 'route',
    channels,
    groupBy: ['actor'],
    repeatIntervalMs: 0,
    minLevel: undefined,
    muteTimes: [],
    activeTimes: [],
  };

  /** What a route says, and for the rest what the one above it does. */
  function said(settings: Telling, above: Route, path: string): Route {
    const { channels: named, mute_time_intervals: mute, active_time_intervals: active } = settings;
    for (const [at, name] of (named ?? []).entries()) {
      checkName(`${path}.channels.${at}`, name, channels, 'channels');
    }
    const intervals = (key: string, names: readonly string[]): readonly TimeInterval[] =>
      names.map((name, at) => {
        const known = timeIntervals.map((interval) => interval.name);
        checkName(`${path}.${key}.${at}`, name, known, 'time_intervals');
        return timeIntervals.find((interval) => interval.name === name) ?? { name, times: [] };
      });
    return {
      path,
      channels: named === undefined ? above.channels : [...new Set(named)],
      groupBy: settings.group_by ?? above.groupBy,
      repeatIntervalMs: settings.repeat_interval ?? above.repeatIntervalMs,
      minLevel: settings.min_level ?? above.minLevel,
      muteTimes: mute ? intervals('mute_time_intervals', mute) : above.muteTimes,
      activeTimes: active ? intervals('active_time_intervals', active) : above.activeTimes,
    };
  }

  function below(routes: readonly RouteSettings[], above: Route): readonly RouteNode[] {
    return routes.map((settings, at) => {
      const route = said(settings, above, `${above.path}.routes.${at}`);
      const { match, continue: continues, routes: children = [] } = settings;
      return { route, match, continues, routes: below(children, route) };
    });
  }

  const route = said(config.route, root, 'route');
  const tree = {
    route,
    match: {},
    continues: false,
    routes: below(config.route.routes ?? [], route),
  };
  const silences = config.silences.map(({ match, starts_at, ends_at: endsAt, comment }, at) => {
    const startsAt = starts_at ?? 0;
    if (startsAt < endsAt) return { match, startsAt, endsAt, comment };
    throw new ConfigError(`silences.${at}.ends_at`, 'is before starts_at', 'Swap them');
  });
  return { tree, silences, timeIntervals };
}

function readIntervals({ time_intervals, timezone }: Config): readonly TimeInterval[] {
  return Object.entries(time_intervals).map(([name, times]) => ({
    name,
    times: [times].flat().map((time) => ({ ...time, location: time.location ?? timezone })),
  }));
}

function checkName(key: string, name: string, known: readonly string[], where: string): void {
  if (known.includes(name)) return;
  const mend = didYouMean(name, known, `Add it under ${where}`);
  throw new ConfigError(key, `'${name}' is not one of ${where}`, mend);
}
