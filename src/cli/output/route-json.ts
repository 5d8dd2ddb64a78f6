import type { RouteNode } from '../../model/routing.ts';
import type { Followed, RouteOutline } from '../../workbench/routes/route-outline.ts';

/** Routes for machines, in the words of trailbell.yml; each says all that it has of those above it. */
export function outlineJson(outline: RouteOutline, followed: Followed | undefined): unknown {
  const { tree, timeIntervals, silences, staging, warnings } = outline;
  return {
    route: nodeJson(tree),
    time_intervals: timeIntervals,
    silences: silences.map(({ match, startsAt, endsAt, comment }) => ({
      match,
      starts_at: new Date(startsAt),
      ends_at: new Date(endsAt),
      comment,
    })),
    record_only: staging,
    warnings,
    ...(followed !== undefined && { event: followedJson(followed) }),
  };
}

function nodeJson({ route, match, continues, routes }: RouteNode): unknown {
  return {
    path: route.path,
    match,
    continue: continues,
    channels: route.channels,
    group_by: route.groupBy,
    repeat_interval_ms: route.repeatIntervalMs,
    min_level: route.minLevel,
    mute_time_intervals: route.muteTimes.map(({ name }) => name),
    active_time_intervals: route.activeTimes.map(({ name }) => name),
    routes: routes.map(nodeJson),
  };
}

function followedJson({ event, findings }: Followed): unknown {
  return {
    id: event.id,
    time: event.time,
    findings: findings.map(({ rule, routes, ways }) => ({
      rule: rule.id,
      title: rule.title,
      level: rule.level,
      routes,
      channels: [...ways].map(([channel, { route, mutedBy, isLate }]) => ({
        channel,
        route: route.path,
        rings: mutedBy === undefined && !isLate,
        muted_by: mutedBy,
        late: isLate,
      })),
    })),
  };
}
