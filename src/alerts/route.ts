import { levels } from '../model/level.ts';
import { type ChatSilence, holdsAt } from '../model/response.ts';
import type { Route, Routed, RouteNode, Silence, Ways } from '../model/routing.ts';
import { fits, type Routable, type Occurrence } from './matchers.ts';
import { isOf } from './subject.ts';
import { intervalAt } from './time-intervals.ts';

export interface Routing {
  readonly tree: RouteNode;
  readonly silences: readonly Silence[];
  /** What people call the accounts, by id. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Rules that are only recorded, by their ids. */
  readonly recordOnly: ReadonlySet<string>;
  /** How old a log is whose event is only counted in a digest; 0 where none is. Milliseconds. */
  readonly lateAfterMs: number;
  /** What people have silenced by answering. */
  readonly answered?: readonly ChatSilence[];
}

/**
 * How each channel is told of a finding: the routes of the tree that take it are asked in their order,
 * and a channel hears of it once, by the first of them that lets it ring. What was correlated is told
 * wherever one of its events would be, so that nobody hides it by one that nobody hears of. Mute times
 * go by the time of the event, silences and lateness by `now`, in milliseconds since 1970.
 */
export function routeFinding(finding: Routable, routing: Routing, now: number): Ways {
  const byChannel = new Map<string, Pick<Routed, 'route' | 'mutedBy'>>();
  const { lateAfterMs } = routing;
  const isLate = lateAfterMs > 0 && now - finding.logged > lateAfterMs;
  for (const occurrence of occurrencesIn(finding)) {
    const always = mutedEverywhere(occurrence, routing, now);
    for (const route of routesOf(occurrence, routing)) {
      const mutedBy = always ?? mutedOn(route, occurrence, now);
      for (const channel of route.channels) {
        const known = byChannel.get(channel);
        const ringsNow = known?.mutedBy !== undefined && mutedBy === undefined;
        if (known === undefined || ringsNow) byChannel.set(channel, { route, mutedBy });
      }
    }
  }
  const ways = new Map<string, Routed>();
  for (const [channel, way] of byChannel) {
    const { route, mutedBy } = way;
    const isSame = (other: Pick<Routed, 'route' | 'mutedBy'>) =>
      other.route === route && other.mutedBy === mutedBy;
    const same = [...ways.values()].find(isSame);
    const channels = [...byChannel].flatMap(([name, other]) => (isSame(other) ? [name] : []));
    ways.set(channel, same ?? { route, channels, mutedBy, isLate });
  }
  return ways;
}

/** Each event, and where not all are remembered, one of which nothing is known. */
function occurrencesIn({ rule, events, isWhole, group }: Routable): readonly Occurrence[] {
  const known = events.map((event) => ({ rule, event, group }));
  return isWhole && known.length > 0 ? known : [...known, { rule, event: undefined, group }];
}

/** The routes that take an event, in order; at least one. */
export function routesOf(
  occurrence: Occurrence,
  { tree, accounts }: Pick<Routing, 'tree' | 'accounts'>,
): readonly Route[] {
  const takenBy = (node: RouteNode): readonly Route[] => {
    const taken: Route[] = [];
    for (const child of node.routes) {
      if (!fits(child.match, occurrence, accounts)) continue;
      taken.push(...takenBy(child));
      if (!child.continues) break;
    }
    return taken.length > 0 ? taken : [node.route];
  };
  return takenBy(tree);
}

/** What keeps an event from ringing anywhere. */
function mutedEverywhere(
  occurrence: Occurrence,
  routing: Routing,
  now: number,
): string | undefined {
  if (routing.recordOnly.has(occurrence.rule.id)) return 'record_only';
  const silence = routing.silences.find(
    ({ match, startsAt, endsAt }) =>
      startsAt <= now && now < endsAt && fits(match, occurrence, routing.accounts),
  );
  if (silence !== undefined) return silenced(silence);
  const answer = (routing.answered ?? []).find(
    (each) => holdsAt(each, now) && isOf(each.subject, occurrence),
  );
  if (answer === undefined) return undefined;
  const { by } = answer;
  return silenced(answer, ` by ${by.name}${by.isVerified ? '' : ' (not verified)'}`);
}

function silenced({ endsAt, comment }: Pick<Silence, 'endsAt' | 'comment'>, by = ''): string {
  const why = comment === '' ? '' : `: ${comment}`;
  return `silence until ${new Date(endsAt).toISOString()}${by}${why}`;
}

function mutedOn(route: Route, { rule, event }: Occurrence, now: number): string | undefined {
  const { minLevel, muteTimes, activeTimes } = route;
  if (minLevel !== undefined && levels.indexOf(rule.level) < levels.indexOf(minLevel)) {
    return `min_level ${minLevel}`;
  }
  const time = event?.time ?? new Date(now);
  const muted = intervalAt(time, muteTimes);
  if (muted !== undefined) return `mute_time_intervals ${muted}`;
  const isActive = activeTimes.length === 0 || intervalAt(time, activeTimes) !== undefined;
  return isActive ? undefined : 'active_time_intervals';
}
