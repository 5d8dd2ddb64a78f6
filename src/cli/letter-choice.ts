import { duration } from '../config/duration.ts';
import type { OpenLetter } from '../deadletters/open-letters.ts';
import type { DeadLetter } from '../model/dead-letter.ts';
import { UsageError } from './command.ts';

export const kinds = [
  'record',
  'alert',
  'digest',
  'range',
] as const satisfies readonly DeadLetter['kind'][];

/** In milliseconds since 1970. */
export function readTime(text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  const ago = duration.safeParse(text);
  if (ago.success) return now - ago.data;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(`--from is a time such as 7d, 12h or 2026-11-21, not '${text}'`);
}

export function readKind(text: string | undefined): DeadLetter['kind'] | undefined {
  if (text === undefined) return undefined;
  const kind = kinds.find((each) => each === text);
  if (!kind) throw new UsageError(`--kind is ${kinds.join(', ')}, not '${text}'`);
  return kind;
}

/** The letters whose ids begin as these do. Throws a UsageError where one fits none, or several. */
export function lettersById(
  open: readonly OpenLetter[],
  beginnings: readonly string[],
): readonly OpenLetter[] {
  const chosen = beginnings.flatMap((beginning) => {
    const found = open.filter(({ letter }) => letter.id.startsWith(beginning));
    if (found.length === 1) return found;
    const many = found.length === 0 ? 'no open dead letter has' : 'several dead letters have';
    throw new UsageError(`${many} an id that begins with '${beginning}'`);
  });
  return [...new Set(chosen)];
}
