import type { Fault } from '../problem.ts';
import type { Value } from '../rule.ts';
import { networkContains, parseNetwork } from './cidr.ts';
import { anyRun, parsePattern, type Pattern } from './pattern.ts';
import { regexTest } from './regex.ts';
import { patternTest, type ValueTest } from './value-test.ts';
import { valueText } from './value-text.ts';

/** Makes the test for one value of a rule, or says what is wrong with the value. */
export type Comparison = (value: Value, flags: readonly string[]) => ValueTest | Fault;

/**
 * What a modifier does to its item. `comparison` replaces the comparison of whole values, `flag`
 * bends the comparison named `of`, `all` asks for every value of the list rather than any, and
 * `presence` asks whether the field is there at all.
 */
export type Modifier =
  | { readonly kind: 'comparison'; readonly compare: Comparison }
  | { readonly kind: 'flag'; readonly of: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'presence' };

/** Every modifier there is (Sigma specification 2.1.0, appendix "Modifiers"). */
export const modifiers: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ['contains', shaped((pattern) => [anyRun, ...pattern, anyRun])],
  ['startswith', shaped((pattern) => [...pattern, anyRun])],
  ['endswith', shaped((pattern) => [anyRun, ...pattern])],
  ['re', forText(regexTest)],
  ['i', { kind: 'flag', of: 're' }],
  ['m', { kind: 'flag', of: 're' }],
  ['s', { kind: 'flag', of: 're' }],
  ['cidr', forText(cidrTest)],
  ['all', { kind: 'all' }],
  ['exists', { kind: 'presence' }],
]);

/** Sigma's own that are not in the table yet: refused by name, so that nobody hunts for a typo. */
export const unsupportedModifiers: ReadonlySet<string> = new Set([
  'cased',
  'neq',
  'windash',
  'expand',
  'fieldref',
  'gt',
  'gte',
  'lt',
  'lte',
  'base64',
  'base64offset',
  'utf16',
  'utf16le',
  'utf16be',
  'wide',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'year',
]);

/** An empty text would fit every value there is, which nobody means to say. */
function forText(compare: (text: string, flags: readonly string[]) => ValueTest | Fault): Modifier {
  return {
    kind: 'comparison',
    compare: (value, flags) => {
      if (typeof value === 'string' && value !== '') return compare(value, flags);
      const message = 'this modifier takes a text that is not empty, and numbers in quotes';
      return { code: 'modifier-value', message, index: 0 };
    },
  };
}

function shaped(shape: (pattern: Pattern) => Pattern): Modifier {
  return forText((text) => patternTest(shape(parsePattern(text))));
}

function cidrTest(text: string): ValueTest | Fault {
  const network = parseNetwork(text);
  if (typeof network === 'string') return { code: 'bad-cidr', message: network, index: 0 };
  return (given) => networkContains(network, valueText(given) ?? '');
}
