import type { OpenLetter } from '../../deadletters/open-letters.ts';
import type { DeadLetter } from '../../model/dead-letter.ts';
import { UsageError } from '../command.ts';

export const kinds = [
  'record',
  'alert',
  'digest',
  'range',
] as const satisfies readonly DeadLetter['kind'][];

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
