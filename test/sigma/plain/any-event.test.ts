import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import type { Item } from '../../../src/sigma/rule.ts';
import { ruleText, selection } from '../one-rule.ts';
import { eventFor, hidden } from './any-event.ts';
import { anyItem, anyRule } from './arbitrary.ts';
import { plainMatches } from './evaluate.ts';
import { itemHolds } from './item.ts';
import { readWildcards, spelled } from './wildcards.ts';

test('every generated item is one that the parser makes', () => {
  fc.assert(
    fc.property(anyItem(), (item) => {
      const { rules, problems } = parseRules(ruleText(selection(flowOf(item))), 'test.yml');
      expect(problems).toEqual([]);
      const [rule] = rules;
      const read = rule?.detection.selections['sel'];
      expect(read?.kind === 'all' && read.of.length === 1 ? read.of[0] : read).toEqual(item);
    }),
    { numRuns: 1000 },
  );
});

test('of the generated rules a good part matches its event, and a good part does not', () => {
  const pair = anyRule().chain((rule) => fc.tuple(fc.constant(rule), eventFor([rule])));
  const pairs = fc.sample(pair, { numRuns: 2000, seed: 1 });
  const matched = pairs.filter(([rule, event]) => plainMatches(rule, event)).length;
  expect(matched / pairs.length).toBeGreaterThan(1 / 3);
  expect(matched / pairs.length).toBeLessThan(2 / 3);
});

test('base64offset finds a text wherever it stands in what was encoded', () => {
  const value = fc.string({ minLength: 2, maxLength: 6 }).filter((raw) => {
    return Buffer.byteLength(spelled(readWildcards(raw)) ?? '') > 1;
  });
  const encoding = fc.subarray(['utf16', 'utf16le', 'wide', 'utf16be'], { maxLength: 1 });
  const given = fc
    .tuple(value, encoding)
    .chain(([raw, encodings]) =>
      fc.tuple(fc.constant(raw), fc.constant(encodings), hidden(raw, encodings)),
    );
  fc.assert(
    fc.property(given, ([raw, encodings, text]) => {
      const modifiers = [...encodings, 'base64offset', 'contains', 'cased'];
      const item: Item = { kind: 'field', field: 'a', modifiers, values: [raw] };
      expect(itemHolds(item, { a: text })).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

/** An item as a rule file writes it, in YAML's flow style. */
function flowOf(item: Item): string {
  const [only, ...others] = item.values;
  const values = JSON.stringify(others.length === 0 ? only : item.values);
  const key = [item.kind === 'field' ? item.field : '', ...item.modifiers].join('|');
  return key === ''
    ? `[${item.values.map((one) => JSON.stringify(one)).join()}]`
    : `{${JSON.stringify(key)}: ${values}}`;
}
