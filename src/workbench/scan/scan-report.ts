import { correlatedKey } from '../../alerts/alert-of-correlated.ts';
import { type GroupKeys, openGroupKeys } from '../../alerts/group-keys.ts';
import type { AuditEvent } from '../../model/audit-event.ts';
import { ruleId } from '../../rule-faults.ts';
import type { Level } from '../../sigma/rule.ts';
import { rememberIds } from './remember-ids.ts';
import { ringsWith, type ScanMessage } from './repeats.ts';
import type { RingingRoute, RingingRoutes } from './scan-routing.ts';
import type { ScanMatch } from './scan.ts';

/** How often the rules would have rung, had they been at work. Times are milliseconds since 1970. */
export interface ScanReport {
  /** The first and the last event that a rule matched; undefined where none did. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** How many days that is, at least one, or how many were looked at. */
  readonly days: number;
  /** The most messages first. */
  readonly rules: readonly RuleReport[];
  /** Whoever caused the most messages, first. */
  readonly actors: readonly ActorReport[];
  /** Messages of all rules, with a repeat interval of so many milliseconds; 0 for none. */
  readonly repeats: readonly { readonly intervalMs: number; readonly messages: number }[];
  /** Events of known services that the catalogue lacks: `ECD.RunSomething`. */
  readonly newEvents: readonly string[];
}

export interface RuleReport {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** Events, or of a correlation how often it rang. */
  readonly matches: number;
  /** Of these, what rings nobody by trailbell.yml. */
  readonly muted: number;
  /** Of the others: what a route tells together, by one actor unless it says else, within a minute. */
  readonly messages: number;
  /** Messages on the day (UTC) that had the most. */
  readonly busiestDay: number;
  /** Messages, had the repeat interval been `REPEAT_INTERVAL_MS`. */
  readonly withInterval: number;
}

export interface ActorReport {
  readonly name: string;
  readonly account: string | undefined;
  /** Those that speak of this actor, and of how many matches they do. */
  readonly messages: number;
  readonly matches: number;
  /** Titles of the rules, the most messages first. */
  readonly rules: readonly string[];
}

/** The trigger calls the function about once a minute: what came in together is told together. */
const TOGETHER_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The repeat interval that rules are shown with. */
export const REPEAT_INTERVAL_MS = HOUR_MS;

const intervalsMs = [0, 10 * 60_000, HOUR_MS, 4 * HOUR_MS, DAY_MS];

/** An event may stand in several files: it counts once among so many matches, and those after them. */
const MOST_REMEMBERED = 250_000;

/** How everything is told where nothing else is said. */
const plainRoute: RingingRoute = { path: 'route', groupBy: ['actor'] };

interface RuleTally {
  readonly rule: ScanMatch['rule'];
  /** By the minute, the alert and the route. */
  readonly messages: Map<string, ScanMessage>;
  matches: number;
  muted: number;
}

interface ActorTally {
  readonly name: string;
  readonly account: string | undefined;
  readonly messages: Map<RuleTally, Set<ScanMessage>>;
  matches: number;
}

export interface ScanReportOptions {
  /** The routes that tell a match; all are told by one of them unless said. */
  readonly routesOf?: RingingRoutes | undefined;
}

/** A report while it is written. */
export interface OpenScanReport {
  /** Answers whether the match counts: it does not where its event was counted before. */
  add(match: ScanMatch): boolean;
  /** To be called once for each event. */
  addNewEvent(service: string, name: string): void;
  /** `days` is how many days were looked at, where that is known. */
  report(days?: number): ScanReport;
}

/** Counts what a scan finds, as the function would have told it: one call a minute, and one batch a call. */
export function openScanReport({
  routesOf = () => [plainRoute],
}: ScanReportOptions = {}): OpenScanReport {
  const remembered = rememberIds(MOST_REMEMBERED);
  const rules = new Map<string, RuleTally>();
  const actors = new Map<string, ActorTally>();
  const batches = new Map<number, GroupKeys>();
  const newEvents: string[] = [];
  let from = Infinity;
  let to = -Infinity;

  /** The key of the alert that would tell of a match. */
  function keyOf(match: ScanMatch, event: AuditEvent | undefined, route: RingingRoute): string {
    const rule = { id: ruleId(match.rule) };
    if (match.correlated) return correlatedKey({ rule, group: match.correlated.group });
    if (event === undefined) return rule.id;
    const minute = Math.floor(match.time / TOGETHER_MS);
    const keys = batches.get(minute) ?? openGroupKeys();
    batches.set(minute, keys);
    return keys.keyOf(rule, event, route.groupBy);
  }

  function messageOf(tally: RuleTally, match: ScanMatch, route: RingingRoute): ScanMessage {
    const event = match.describe?.();
    const key = keyOf(match, event, route);
    const minute = Math.floor(match.time / TOGETHER_MS);
    // What was correlated is an alert of its own, whatever else the minute saw.
    const place = `${match.correlated?.id ?? `${minute} ${key}`} ${route.path}`;
    const open = { key, route, time: minute * TOGETHER_MS, succeeded: 0 };
    const message = tally.messages.get(place) ?? open;
    tally.messages.set(place, message);
    const isSuccess = event?.outcome.kind === 'succeeded';
    message.succeeded += match.correlated?.succeeded ?? Number(isSuccess);
    return message;
  }

  function addActor(event: AuditEvent, tally: RuleTally, messages: readonly ScanMessage[]): void {
    const { account, actor } = event;
    const who = JSON.stringify([account, actor.kind, actor.account, actor.name]);
    const known = actors.get(who) ?? { name: actor.name, account, messages: new Map(), matches: 0 };
    actors.set(who, known);
    known.matches += 1;
    const told = known.messages.get(tally) ?? new Set();
    known.messages.set(tally, told);
    for (const message of messages) told.add(message);
  }

  return {
    add(match) {
      const { rule, time, describe, correlated } = match;
      const id = ruleId(rule);
      if (!remembered.isNew(`${id} ${correlated?.id ?? match.id}`)) return false;
      from = Math.min(from, time);
      to = Math.max(to, time);
      const tally = rules.get(id) ?? { rule, messages: new Map(), matches: 0, muted: 0 };
      rules.set(id, tally);
      tally.matches += 1;
      const messages = routesOf(match).map((route) => messageOf(tally, match, route));
      const event = describe?.();
      if (messages.length === 0) tally.muted += 1;
      else if (event) addActor(event, tally, messages);
      return true;
    },
    addNewEvent(service, name) {
      newEvents.push(`${service}.${name}`);
    },
    report(days) {
      const messages = [...rules.values()].flatMap((tally) => [...tally.messages.values()]);
      const isEmpty = rules.size === 0;
      return {
        from: isEmpty ? undefined : from,
        to: isEmpty ? undefined : to,
        days: days ?? Math.max(1, isEmpty ? 1 : (to - from) / DAY_MS),
        rules: [...rules.values()]
          .map(ruleReport)
          .toSorted((a, b) => b.messages - a.messages || b.matches - a.matches),
        actors: [...actors.values()].map(actorReport).toSorted((a, b) => b.messages - a.messages),
        repeats: intervalsMs.map((intervalMs) => ({
          intervalMs,
          messages: ringsWith(intervalMs, messages),
        })),
        newEvents: newEvents.toSorted(),
      };
    },
  };
}

function ruleReport({ rule, matches, muted, messages: told }: RuleTally): RuleReport {
  const messages = [...told.values()];
  const days = new Map<number, number>();
  for (const { time } of messages) {
    const day = Math.floor(time / DAY_MS);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return {
    id: ruleId(rule),
    title: rule.title,
    level: rule.level,
    matches,
    muted,
    messages: messages.length,
    busiestDay: [...days.values()].reduce((most, each) => Math.max(most, each), 0),
    withInterval: ringsWith(REPEAT_INTERVAL_MS, messages),
  };
}

function actorReport({ name, account, messages, matches }: ActorTally): ActorReport {
  const ofRules = [...messages].toSorted(([, a], [, b]) => b.size - a.size);
  return {
    name,
    account,
    messages: ofRules.reduce((sum, [, own]) => sum + own.size, 0),
    matches,
    rules: ofRules.map(([{ rule }]) => rule.title),
  };
}
