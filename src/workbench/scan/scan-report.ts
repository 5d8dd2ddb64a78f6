import type { AuditEvent } from '../../model/audit-event.ts';
import { ruleId } from '../../rule-faults.ts';
import type { Level } from '../../sigma/rule.ts';
import type { ScanMatch } from './scan.ts';

/** How often the rules would have rung, had they been at work. Times are milliseconds since 1970. */
export interface ScanReport {
  /** The first and the last event that a rule matched; undefined where none did. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** How many days that is, or was asked for, at least one. */
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
  /** Of the others: several matches by one actor within a minute are told together. */
  readonly messages: number;
  /** Messages on the day (UTC) that had the most. */
  readonly busiestDay: number;
  /** Messages, had the repeat interval been `REPEAT_INTERVAL_MS`. */
  readonly withInterval: number;
}

export interface ActorReport {
  readonly name: string;
  readonly account: string | undefined;
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

/** More new events than anybody reads of. */
const MOST_NEW = 1_000;

/** What one rule tells of one actor, or a correlation of one group. */
interface Group {
  readonly rule: ScanMatch['rule'];
  readonly actor: AuditEvent['actor'] | undefined;
  readonly account: string | undefined;
  /** The minutes since 1970 in which it would have rung. */
  readonly minutes: Set<number>;
  matches: number;
  muted: number;
}

export interface ScanReportOptions {
  /** How many days were asked for, where that is known. */
  readonly days?: number | undefined;
  /** Whether a match rings anybody; all of them do unless said. */
  readonly rings?: ((match: ScanMatch) => boolean) | undefined;
}

/** Counts what a scan finds. */
export function openScanReport({ days, rings = () => true }: ScanReportOptions = {}) {
  const groups = new Map<string, Group>();
  const newEvents = new Set<string>();
  let from = Infinity;
  let to = -Infinity;

  return {
    add(match: ScanMatch): void {
      const { rule, time, describe, correlated } = match;
      const event = describe?.();
      from = Math.min(from, time);
      to = Math.max(to, time);
      const actor = event?.actor;
      const who = correlated?.group ?? [event?.account, actor?.kind, actor?.account, actor?.name];
      const key = JSON.stringify([ruleId(rule), ...who]);
      const group = groups.get(key) ?? {
        rule,
        actor,
        account: event?.account,
        minutes: new Set(),
        matches: 0,
        muted: 0,
      };
      groups.set(key, group);
      group.matches += 1;
      if (rings(match)) group.minutes.add(Math.floor(time / TOGETHER_MS));
      else group.muted += 1;
    },
    addNewEvent(service: string, name: string): void {
      if (newEvents.size < MOST_NEW) newEvents.add(`${service}.${name}`);
    },
    report(): ScanReport {
      const all = [...groups.values()];
      const isEmpty = all.length === 0;
      return {
        from: isEmpty ? undefined : from,
        to: isEmpty ? undefined : to,
        days: days ?? Math.max(1, isEmpty ? 1 : (to - from) / DAY_MS),
        rules: ruleReports(all),
        actors: actorReports(all),
        repeats: intervalsMs.map((intervalMs) => ({
          intervalMs,
          messages: sum(all.map((group) => ringsWith(intervalMs, group))),
        })),
        newEvents: [...newEvents].toSorted(),
      };
    },
  };
}

function ruleReports(groups: readonly Group[]): readonly RuleReport[] {
  const byRule = groupBy(groups, ({ rule }) => ruleId(rule));
  const reports = [...byRule].flatMap(([id, own]): readonly RuleReport[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { title, level } = first.rule;
    const days = new Map<number, number>();
    for (const { minutes } of own) {
      for (const minute of minutes) {
        const day = Math.floor((minute * TOGETHER_MS) / DAY_MS);
        days.set(day, (days.get(day) ?? 0) + 1);
      }
    }
    return [
      {
        id,
        title,
        level,
        matches: sum(own.map(({ matches }) => matches)),
        muted: sum(own.map(({ muted }) => muted)),
        messages: sum(own.map(({ minutes }) => minutes.size)),
        busiestDay: [...days.values()].reduce((most, each) => Math.max(most, each), 0),
        withInterval: sum(own.map((group) => ringsWith(REPEAT_INTERVAL_MS, group))),
      },
    ];
  });
  return reports.toSorted((a, b) => b.messages - a.messages || b.matches - a.matches);
}

function actorReports(groups: readonly Group[]): readonly ActorReport[] {
  const byActor = groupBy(
    groups.filter(({ actor, minutes }) => actor !== undefined && minutes.size > 0),
    ({ actor, account }) => JSON.stringify([account, actor?.kind, actor?.name]),
  );
  return [...byActor.values()]
    .map((own) => ({
      name: own[0]?.actor?.name ?? '',
      account: own[0]?.account,
      messages: sum(own.map(({ minutes }) => minutes.size)),
      matches: sum(own.map(({ matches }) => matches)),
      rules: own.toSorted((a, b) => b.minutes.size - a.minutes.size).map(({ rule }) => rule.title),
    }))
    .toSorted((a, b) => b.messages - a.messages);
}

/** How often a group rings where what follows within the interval is only counted. */
function ringsWith(intervalMs: number, { minutes }: Group): number {
  if (intervalMs === 0) return minutes.size;
  let rings = 0;
  let quietUntil = -Infinity;
  for (const minute of [...minutes].toSorted((a, b) => a - b)) {
    const time = minute * TOGETHER_MS;
    if (time < quietUntil) continue;
    rings += 1;
    quietUntil = time + intervalMs;
  }
  return rings;
}

function groupBy<Member>(
  members: readonly Member[],
  keyOf: (member: Member) => string,
): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return groups;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
