import type { Value } from '../rule.ts';
import { foldCase } from './fold-case.ts';
import { matchPattern } from './match-pattern.ts';
import { type Pattern, parsePattern } from './pattern.ts';
import { valueText } from './value-text.ts';

/** Compares one value of an event: a scalar, null, or a map, but never a list. */
export type ValueTest = (value: unknown) => boolean;

/** A number as JSON and most logs write it. `''`, `0x10` and `Infinity` are texts. */
const numeric = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What an item without a comparing modifier does: the whole value, by the type the rule wrote. */
export function equalTest(value: Value): ValueTest {
  if (value === null) return (given) => given === null;
  if (typeof value === 'string') return patternTest(parsePattern(value));
  if (typeof value === 'number') return (given) => toNumber(given) === value;
  return (given) => valueText(given)?.toLowerCase() === String(value);
}

/** Whether the text of a value, whole and in any case of letters, fits the pattern. */
export function patternTest(pattern: Pattern): ValueTest {
  const fits = matchPattern(
    pattern.map((part) => (typeof part === 'string' ? foldCase(part) : part)),
  );
  return (given) => {
    const text = valueText(given);
    return text !== undefined && fits(foldCase(text));
  };
}

function toNumber(given: unknown): number | undefined {
  if (typeof given === 'number') return given;
  return typeof given === 'string' && numeric.test(given) ? Number(given) : undefined;
}
