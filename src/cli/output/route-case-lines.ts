import type { Expectation } from '../../workbench/routes/route-cases.ts';
import type { Outcome } from '../../workbench/routes/route-outcomes.ts';
import type { StepResult } from '../../workbench/routes/route-tests.ts';
import { hanging } from './hanging.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH } from './terminal-width.ts';

/** What stands before each line. */
const MARGIN = 4;

const HEAD = 'expected  '.length;

/** How a step came out otherwise, each expectation beside the alert that stands in its place. */
export function stepLines(
  { missing, unexpected, outcomes, notes }: StepResult,
  { red, green, yellow }: Style,
): readonly string[] {
  const expected = expectationTexts(missing);
  const got = outcomeTexts(unexpected);
  const nothing = outcomes.length > unexpected.length ? 'nothing more' : 'nothing';
  const pairs = Array.from({ length: Math.max(expected.length, got.length) }, (_, at) => [
    ...headed('expected', expected[at] ?? nothing, green),
    ...headed('got', got[at] ?? nothing, red),
  ]);
  return [...pairs.flat(), ...notes.flatMap((note) => headed('note', note, yellow))];
}

function headed(head: string, text: string, paint: (text: string) => string): readonly string[] {
  return hanging(paint(head.padEnd(HEAD)), visible(text), WIDTH - MARGIN);
}

/** Those that stand for several alerts say how many of them did not come. */
function expectationTexts(missing: readonly Expectation[]): readonly string[] {
  const all = new Map<Expectation, number>();
  for (const each of missing) all.set(each, (all.get(each) ?? 0) + 1);
  return [...all].map(([each, count]) => {
    const text = expectationText(each);
    if (each.times === undefined) return text;
    return `${each.times} × ${text}${count < each.times ? ` (${count} of them missing)` : ''}`;
  });
}

function expectationText(expected: Expectation): string {
  const { rule, level, count, actor, by, muted = [] } = expected;
  const about = [
    level,
    rule,
    count === undefined ? undefined : `×${count}`,
    actor === undefined ? undefined : `by ${actor}`,
  ].filter((part) => part !== undefined);
  const parts = [
    ...(about.length > 0 ? [about.join(' ')] : []),
    ...fatesOf(expected, by === undefined ? [] : [by]),
    ...(by !== undefined && muted.length === 0 ? [`muted by ${by}`] : []),
  ];
  return parts.join(' · ') || 'an alert';
}

/** Alerts that differ in nothing but who called are said once. */
function outcomeTexts(unexpected: readonly Outcome[]): readonly string[] {
  const alike = new Map<string, Outcome[]>();
  for (const outcome of unexpected) {
    const { level, rule, count, by } = outcome;
    const key = JSON.stringify([level, rule, count, fatesOf(outcome, by)]);
    alike.set(key, [...(alike.get(key) ?? []), outcome]);
  }
  return [...alike.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const { level, rule, count, by } = first;
    const who = all.flatMap(({ actors }) => actors);
    const about = `${level} ${rule} ×${count} by ${who.length > 3 ? `${who[0]}, …` : who.join(', ')}`;
    const text = [about, ...fatesOf(first, by)].join(' · ');
    return [all.length === 1 ? text : `${all.length} × ${text}`];
  });
}

type Fates = Pick<Expectation, 'rings' | 'digest' | 'suppressed' | 'muted'>;

function fatesOf(
  { rings, digest, suppressed, muted }: Fates,
  by: readonly string[],
): readonly string[] {
  const why = by.length > 0 ? ` by ${by.join('; ')}` : '';
  const all: readonly (readonly [string, readonly string[] | undefined, string])[] = [
    ['rings', rings, ''],
    ['digest', digest, ''],
    ['suppressed', suppressed, ''],
    ['muted', muted, why],
  ];
  return all.flatMap(([kind, channels = [], end]) =>
    channels.length === 0 ? [] : [`${kind} ${channels.join(', ')}${end}`],
  );
}
