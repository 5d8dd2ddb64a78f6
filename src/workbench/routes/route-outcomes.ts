import type { JournalEntry } from '../../model/journal.ts';
import { byGravity, type Level } from '../../model/level.ts';
import type { Expectation } from './route-cases.ts';

/** What became of one alert: of the same events, found by the same rule, on all channels. */
export interface Outcome {
  /** Its title. */
  readonly rule: string;
  readonly id: string;
  readonly level: Level;
  readonly actors: readonly string[];
  readonly count: number;
  readonly rings: readonly string[];
  /** Told as a part of a digest. */
  readonly digest: readonly string[];
  /** A repeat, which was only counted. */
  readonly suppressed: readonly string[];
  readonly muted: readonly string[];
  /** What keeps it from ringing. */
  readonly by: readonly string[];
}

/** What the journal does not say. */
export interface Found {
  /** Who called, by what alerts are owed for. */
  readonly actors: ReadonlyMap<string, string>;
  /** Of the rules that found something, by their ids. */
  readonly titles: ReadonlyMap<string, string>;
}

export interface Comparison {
  /** What was expected and did not come. */
  readonly missing: readonly Expectation[];
  /** What came and was not expected. */
  readonly unexpected: readonly Outcome[];
}

/** What routes tell in different ways, or to different channels, is one alert all the same. */
export function outcomesOf(
  journal: readonly JournalEntry[],
  { actors, titles }: Found,
): readonly Outcome[] {
  const byAlert = new Map<string, Outcome>();
  for (const entry of journal) {
    if (entry.kind !== 'alert') continue;
    const those = (kinds: readonly string[]) =>
      Object.entries(entry.channels).flatMap(([name, kind]) =>
        kinds.includes(kind) ? [name] : [],
      );
    const known = byAlert.get(entry.alert);
    byAlert.set(entry.alert, {
      rule: titles.get(entry.rule) ?? entry.rule,
      id: entry.rule,
      level: entry.level,
      actors: [...new Set(entry.events.flatMap((id) => actors.get(id) ?? []))],
      count: entry.count,
      rings: [...(known?.rings ?? []), ...those(['delivered'])],
      digest: [...(known?.digest ?? []), ...those(['digested', 'held'])],
      suppressed: [...(known?.suppressed ?? []), ...those(['suppressed'])],
      muted: [...(known?.muted ?? []), ...those(['muted'])],
      by: [
        ...new Set([...(known?.by ?? []), ...(entry.mutedBy === undefined ? [] : [entry.mutedBy])]),
      ],
    });
  }
  return [...byAlert.values()].toSorted((a, b) => byGravity(a.level, b.level));
}

/** Which expectations are met by an alert of their own. In what order they stand does not matter. */
export function compare(expect: readonly Expectation[], outcomes: readonly Outcome[]): Comparison {
  const all = expect.flatMap((each) => Array.from({ length: each.times ?? 1 }, () => each));
  const takenBy = new Map<Outcome, number>();
  /** Finds an alert for it, if need be by finding another one for whoever has it. */
  const place = (at: number, seen: Set<Outcome>): boolean =>
    outcomes.some((outcome) => {
      const expected = all[at];
      if (expected === undefined || seen.has(outcome) || !meets(outcome, expected)) return false;
      seen.add(outcome);
      const other = takenBy.get(outcome);
      if (other !== undefined && !place(other, seen)) return false;
      takenBy.set(outcome, at);
      return true;
    });
  const missing = all.filter((_, at) => !place(at, new Set()));
  const unexpected = outcomes.filter((outcome) => !takenBy.has(outcome));
  return { missing, unexpected: besideTheirLike(unexpected, missing) };
}

/** The same alerts, each where the expectation stands that is the most like it, and then the others. */
function besideTheirLike(
  outcomes: readonly Outcome[],
  expect: readonly Expectation[],
): readonly Outcome[] {
  const placed = new Set<Outcome>();
  for (const expected of expect) {
    const likeness = (outcome: Outcome) =>
      count(isAbout(outcome, expected)) * MOST_FATES + count(becomes(outcome, expected));
    const [like] = outcomes
      .filter((outcome) => !placed.has(outcome))
      .toSorted((a, b) => likeness(b) - likeness(a));
    if (like !== undefined) placed.add(like);
  }
  return [...placed, ...outcomes.filter((outcome) => !placed.has(outcome))];
}

/** What an alert is about says more than what becomes of it. */
const MOST_FATES = 10;

function count(answers: readonly boolean[]): number {
  return answers.filter(Boolean).length;
}

function meets(outcome: Outcome, expected: Expectation): boolean {
  return [...isAbout(outcome, expected), ...becomes(outcome, expected)].every(Boolean);
}

// What is not said is so.

function isAbout(outcome: Outcome, expected: Expectation): readonly boolean[] {
  const { rule, level, actor } = expected;
  return [
    rule === undefined || rule === outcome.rule || rule === outcome.id,
    level === undefined || level === outcome.level,
    actor === undefined || outcome.actors.includes(actor),
    expected.count === undefined || expected.count === outcome.count,
  ];
}

function becomes(outcome: Outcome, expected: Expectation): readonly boolean[] {
  const { rings, digest, suppressed, muted, by } = expected;
  return [
    isSame(rings, outcome.rings),
    isSame(digest, outcome.digest),
    isSame(suppressed, outcome.suppressed),
    isSame(muted, outcome.muted),
    by === undefined || outcome.by.some((each) => each.includes(by)),
  ];
}

function isSame(expected: readonly string[] | undefined, found: readonly string[]): boolean {
  if (expected === undefined) return true;
  return JSON.stringify(expected.toSorted()) === JSON.stringify(found.toSorted());
}
