import { foldCase } from '../items/fold-case.ts';
import { cluesUnder, type PlannedRule } from '../match/plan-rules.ts';
import { openByteSet } from './byte-set.ts';
import { openFinger } from './finger.ts';
import { openPlainText } from './plain-text.ts';
import type { RawClues } from './raw-clues.ts';
import { byteSearch } from './search-bytes.ts';

/**
 * Tells, before an event is parsed, that no rule can match it: `rejects` is true only where its bytes,
 * the JSON text between two places, plainly show a known text under the key, one that no rule wants,
 * and none of the literals that the other rules need. It is fastest when events are asked for in the
 * order in which they stand in the same bytes.
 */
export interface Screen {
  rejects(bytes: Buffer, start: number, end: number): boolean;
}

export interface ScreenOptions {
  readonly key: string;
  /** The texts under the key that are known, as they are written. */
  readonly known: Iterable<string>;
}

/** Where nothing is known of what the events of one rule hold, nothing is rejected. */
export function openScreen(
  planned: readonly Pick<PlannedRule, 'clues' | 'raw'>[],
  { key, known }: ScreenOptions,
): Screen {
  const told = planned.flatMap((plan) => rawClues(plan, key) ?? []);
  if (told.length < planned.length) return { rejects: () => false };

  const keys = new Set(told.flatMap((each) => each.keys));
  const keyStarts = told.flatMap((each) => each.keyStarts);
  const keyParts = told.flatMap((each) => each.keyParts);
  const unwanted = openByteSet(
    [...known].filter((text) => {
      const folded = foldCase(text);
      if (keys.has(folded) || keyStarts.some((start) => folded.startsWith(start))) return false;
      return !keyParts.some((part) => folded.includes(part));
    }),
  );

  const literals = withoutLonger([...new Set(told.flatMap((each) => each.literals))]);
  const holdsLiteral = byteSearch(literals);
  const holdsDisguise = openDisguises(literals.length > 0);
  const text = openPlainText(key);
  return {
    rejects(bytes, start, end) {
      const place = text.find(bytes, start, end);
      // Most of what is of interest is so for its name: nothing else has to be looked at then.
      if (place === -1 || !unwanted.hasQuoted(bytes, place)) return false;
      if (holdsDisguise(bytes, start, end) || !text.isPlain(bytes, start, end)) return false;
      return !holdsLiteral(bytes, start, end);
    },
  };
}

/** Whatever holds a text holds what that holds: looking for the shorter one is enough. */
function withoutLonger(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => !texts.some((other) => other !== text && text.includes(other)));
}

/** Whether a rule leaves anything to reject: one that does not keeps the screen from rejecting at all. */
export function isScreened(planned: Pick<PlannedRule, 'clues' | 'raw'>, key: string): boolean {
  return rawClues(planned, key) !== undefined;
}

function rawClues(
  { clues, raw }: Pick<PlannedRule, 'clues' | 'raw'>,
  key: string,
): RawClues | undefined {
  const keyed = cluesUnder(key, clues);
  if (raw !== undefined || keyed === undefined) return raw;
  return { keys: keyed.texts, keyStarts: [], keyParts: keyed.parts, literals: [] };
}

/** The one character beyond ASCII that folds to an ASCII letter: the Kelvin sign, to k. */
const KELVIN = '\u212A';

/**
 * Whether a text holds another spelling of letters that a plain search would miss. A key is made of
 * letters, U+0041 to U+007A; a literal of anything that ASCII prints, and it is folded.
 */
function openDisguises(
  withLiterals: boolean,
): (bytes: Buffer, start: number, end: number) => boolean {
  const escapes = openFinger(withLiterals ? '\\u' : '\\u00');
  const kelvins = openFinger(KELVIN);
  const disguise = withLiterals ? /^(?:00[2-7]|212a)/i : /^00[4-7]/;
  return (bytes, start, end) => {
    if (withLiterals && kelvins.next(bytes, start) < end) return true;
    let at = escapes.next(bytes, start);
    while (at < end) {
      if (disguise.test(bytes.toString('latin1', at + 2, at + 6))) return true;
      at = escapes.next(bytes, at + 1);
    }
    return false;
  };
}
