import { readText } from './read-key.ts';
import type { Source } from './source.ts';
import type { Entry } from './yaml-tree.ts';

const secondsIn: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
]);

/** A window has to fit into memory with its events: a year is far beyond that, and exact in numbers. */
const LONGEST_SECONDS = 366 * 86_400;

/**
 * Reads a span such as `90m` into seconds (Sigma specification 2.1.0, "Time Selection"). Capitals are
 * refused, because `5M` might mean minutes or months.
 */
export function parseTimespan(source: Source, entry: Entry | undefined): number | undefined {
  const text = readText(source, entry);
  if (text === undefined || entry === undefined) return undefined;
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (secondsIn.get(unit) ?? Number.NaN);
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds;
  const message = `'${text}' is no timespan: a number from 1 and s, m, h or d, at most 366d`;
  source.report('bad-timespan', entry.value.start, message);
  return undefined;
}
