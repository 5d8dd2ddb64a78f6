import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Fault } from '../problem.ts';
import type { ValueTest } from './value-test.ts';
import { valueText } from './value-text.ts';

const flagBits: ReadonlyMap<string, number> = new Map([
  ['i', RE2JS.CASE_INSENSITIVE],
  ['m', RE2JS.MULTILINE],
  ['s', RE2JS.DOTALL],
]);

/**
 * A test for a regular expression anywhere in a value's text, in the case it is written in (Sigma
 * specification 2.1.0, "Regular Expression"). It runs in linear time, because the text belongs to
 * whoever makes the event; the price is RE2's syntax, without lookaround and backreferences.
 */
export function regexTest(pattern: string, flags: readonly string[]): ValueTest | Fault {
  const bits = flags.reduce((sum, flag) => sum | (flagBits.get(flag) ?? 0), 0);
  try {
    const regex = RE2JS.compile(pattern, bits);
    return (given) => {
      const text = valueText(given);
      return text !== undefined && regex.test(text);
    };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.input ?? '';
    const where = part === '' ? '' : ` '${part}'`;
    const message = `${error.error}${where} (RE2 syntax: no lookaround, no backreferences)`;
    return { code: 'bad-regex', message, index: Math.max(0, pattern.indexOf(part)) };
  }
}
