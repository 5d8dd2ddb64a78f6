import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Fault } from '../problem.ts';

/** Functions, because a bundle loads RE2 when something of it is first used. */
const flagBits: ReadonlyMap<string, () => number> = new Map([
  ['i', () => RE2JS.CASE_INSENSITIVE],
  ['m', () => RE2JS.MULTILINE],
  ['s', () => RE2JS.DOTALL],
]);

/**
 * Compiles a regular expression that is found anywhere in a text, in the case it is written in (Sigma
 * specification 2.1.0, "Regular Expression"). It runs in linear time, because the text belongs to
 * whoever makes the event; the price is RE2's syntax, without lookaround and backreferences. Throws
 * where `regexFault` finds a fault.
 */
export function compileRegex(source: string, flags: string): (text: string) => boolean {
  const bits = [...flags].reduce((sum, flag) => sum | (flagBits.get(flag)?.() ?? 0), 0);
  const regex = RE2JS.compile(source, bits);
  return (text) => regex.test(text);
}

/** What is wrong with a regular expression. */
export function regexFault(source: string, flags: string): Fault | undefined {
  try {
    compileRegex(source, flags);
    return undefined;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.input ?? '';
    const where = part === '' ? '' : ` '${part}'`;
    const message = `${error.error}${where} (RE2 syntax: no lookaround, no backreferences)`;
    return { code: 'bad-regex', message, index: Math.max(0, source.indexOf(part)) };
  }
}
