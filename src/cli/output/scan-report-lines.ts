import { durationText } from '../../config/duration.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import {
  type ActorReport,
  REPEAT_INTERVAL_MS,
  type RuleReport,
  type ScanReport,
} from '../../workbench/scan/scan-report.ts';
import { hanging } from './hanging.ts';
import { numberOf } from './number-of.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { wrapped } from './terminal-width.ts';

const MOST_ACTORS = 10;
const MOST_MUTED = 5;
const MOST_NEW_EVENTS = 40;

/** What was found; `isComplete` says whether all could be read that was named. */
export interface ReportOf {
  readonly report: ScanReport;
  readonly isComplete: boolean;
  readonly rules: Collection;
}

/** What a scan found, for somebody who wonders how often these rules would ring. */
export function reportLines(
  { report, isComplete, rules: { rules, correlations } }: ReportOf,
  style: Style,
): readonly string[] {
  const { bold } = style;
  const all = rules.length + correlations.length;
  const ringing = report.rules.filter(({ messages }) => messages > 0);
  const head = `${numberOf(ringing.length, 'rule')} of ${all} would have rung`;
  return [
    bold([head, periodText(report), isComplete ? '' : 'incomplete'].filter(Boolean).join(' · ')),
    ...mutedLines(report.rules, style),
    ...(ringing.length === 0 ? [] : ['', ...ruleTable(ringing, report.days, style)]),
    ...(report.actors.length === 0 ? [] : ['', ...actorTable(report.actors, style)]),
    ...(ringing.length === 0 ? [] : ['', ...repeatTable(report, style)]),
    ...(report.newEvents.length === 0 ? [] : ['', ...newEventLines(report.newEvents, style)]),
  ];
}

/** What was matched, and rings nobody. */
function mutedLines(rules: readonly RuleReport[], { dim }: Style): readonly string[] {
  const muted = rules.filter((rule) => rule.muted > 0);
  if (muted.length === 0) return [];
  const matches = muted.reduce((sum, rule) => sum + rule.muted, 0);
  const what = `${numberOf(matches, 'match', 'matches')} of ${numberOf(muted.length, 'rule')}`;
  const named = muted.toSorted((a, b) => b.muted - a.muted).slice(0, MOST_MUTED);
  const titles = named.map(({ title }) => title).join(', ');
  const rest = muted.length - named.length;
  const why = `ring nobody by trailbell.yml: its routes, min_level, mute times and the like.`;
  const which = visible(`${titles}${rest > 0 ? ` and ${rest} more` : ''}`);
  return [`${what} ${why}`, ...hanging('  ', which)].map((line) => dim(line));
}

/** `2026-11-14 – 2026-11-21 (UTC), 7 days` */
function periodText({ from, to, days }: ScanReport): string {
  if (from === undefined || to === undefined) return '';
  const [first, last] = [from, to].map((time) => new Date(time).toISOString().slice(0, 10));
  const period = first === last ? `${first} (UTC)` : `${first} – ${last} (UTC)`;
  return `${period}, ${numberOf(Math.round(days * 10) / 10, 'day', 'days')}`;
}

const rowHead = 'a day  busiest  in all  with 1h  ';

function ruleTable(
  rules: readonly RuleReport[],
  days: number,
  { bold, dim }: Style,
): readonly string[] {
  const about =
    'one rule, one actor (or what group_by says), one minute: one message by each route';
  const width = Math.max(...rules.map(({ level }) => level.length), 'level'.length);
  return [
    `${bold('Messages')}  ${dim(about)}`,
    dim(`${rowHead}${'level'.padEnd(width)}  rule`),
    ...rules.flatMap((rule) => ruleRow(rule, days, width)),
    dim(`with 1h: in all, had the repeat interval been ${durationText(REPEAT_INTERVAL_MS)}`),
  ];
}

function ruleRow(rule: RuleReport, days: number, levelWidth: number): readonly string[] {
  const { messages, busiestDay, withInterval, level, title } = rule;
  const numbers = [
    perDay(messages, days).padStart(5),
    String(busiestDay).padStart(7),
    String(messages).padStart(6),
    String(withInterval).padStart(7),
  ];
  return hanging(`${numbers.join('  ')}  ${level.padEnd(levelWidth)}  `, visible(title));
}

function actorTable(actors: readonly ActorReport[], { bold, dim }: Style): readonly string[] {
  const shown = actors.slice(0, MOST_ACTORS);
  const rest = actors.length - shown.length;
  return [
    `${bold('Who rang most')}${rest > 0 ? dim(`  and ${rest} more`) : ''}`,
    dim("messages  matches  actor; what correlations rang is nobody's alone, and not in it"),
    ...shown.flatMap(({ name, account, messages, matches, rules }) => {
      // The name of an account's owner is the account.
      const isAlone = account === undefined || account === name;
      const who = visible(isAlone ? name : `${name} (${account})`);
      const [first = '', ...others] = rules;
      const more = others.length > 0 ? `, and ${numberOf(others.length, 'rule')} more` : '';
      const head = `${String(messages).padStart(8)}  ${String(matches).padStart(7)}  `;
      return [
        ...hanging(head, who),
        ...hanging(' '.repeat(head.length), `${visible(first)}${more}`).map((line) => dim(line)),
      ];
    }),
  ];
}

function repeatTable({ repeats, days }: ScanReport, { bold, dim }: Style): readonly string[] {
  const without = repeats[0]?.messages ?? 0;
  return [
    `${bold('What a repeat interval would save')}  ${dim('repeat_interval, docs/routing.md')}`,
    ...repeats.map(({ intervalMs, messages }) => {
      const saved = Math.round((1 - messages / Math.max(1, without)) * 100);
      const less = intervalMs === 0 ? '' : `  ${String(saved).padStart(3)} % fewer`;
      const name = intervalMs === 0 ? 'none' : durationText(intervalMs);
      const number = `${String(messages).padStart(8)}  ${perDay(messages, days).padStart(7)} a day`;
      return `${name.padStart(5)}  ${number}${less}`;
    }),
  ];
}

function newEventLines(events: readonly string[], { bold, dim }: Style): readonly string[] {
  const shown = events.slice(0, MOST_NEW_EVENTS).map(visible).join(', ');
  const rest = events.length - MOST_NEW_EVENTS;
  return [
    `${bold('New')}  ${dim('events of known services that the catalogue lacks: docs/catalogue.md')}`,
    ...wrapped(rest > 0 ? `${shown} and ${rest} more` : shown),
  ];
}

/** `12`, `3.4`, and `<0.1` for what is seldom. */
function perDay(messages: number, days: number): string {
  const each = messages / days;
  if (each >= 10) return String(Math.round(each));
  return each > 0 && each < 0.1 ? '<0.1' : each.toFixed(1);
}
