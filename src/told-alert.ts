import * as z from 'zod';
import { subjectsOf } from './alerts/subject.ts';
import { readEntry, writeEntry } from './deadletters/letter-text.ts';
import type { Alert } from './model/alert.ts';
import { parseJson } from './model/fields.ts';
import type { Subject } from './model/response.ts';
import { type Grouping, groupings } from './model/routing.ts';

/** An alert as it was told, for whoever answers it. */
export interface ToldEntry {
  /** Its `events` are cut to the first few hundred; `count` is not. */
  readonly alert: Alert;
  /** What an answer can speak of, the narrowest first. */
  readonly subjects: readonly [Subject, ...Subject[]];
  /** Those that it was for. */
  readonly channels: readonly string[];
}

const told = z.object({
  groupBy: z.array(z.enum(groupings)),
  channels: z.array(z.string()),
  letter: z.string(),
});

/** An alert as text that needs no rule any more: as a dead letter would keep it. */
export function writeTold(
  alert: Alert,
  groupBy: readonly Grouping[],
  channels: readonly string[],
): string {
  const letter = writeEntry({
    kind: 'alert',
    id: alert.id,
    time: alert.lastSeen,
    reason: 'told',
    attempts: 0,
    channel: '',
    alert,
  });
  return JSON.stringify({ groupBy, channels, letter });
}

/**
 * An alert that is told once more, by another route or because a channel had refused it: all the channels
 * that it was for, and nothing wider to answer than there was.
 */
export function joinTold(known: string, text: string): string {
  const [before, after] = [known, text].map((each) => told.safeParse(parseJson(each)).data);
  if (before === undefined || after === undefined) return text;
  return JSON.stringify({
    groupBy: [...new Set([...before.groupBy, ...after.groupBy])],
    channels: [...new Set([...before.channels, ...after.channels])],
    letter: after.letter,
  });
}

/** Undefined where a newer release has written it. */
export function readTold(text: string): ToldEntry | undefined {
  const read = told.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const { groupBy, channels, letter } = read.data;
  const entry = readEntry(letter);
  if (entry.kind !== 'alert') return undefined;
  const { alert } = entry;
  return { alert, subjects: subjectsOf(alert, groupBy), channels };
}
