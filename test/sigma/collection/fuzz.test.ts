import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCollection } from '../../../src/sigma/collection/read-collection.ts';
import { compileRules } from '../../../src/sigma/match/compile-rules.ts';

const full = `action: global
logsource: {product: p}
level: low
---
title: A
name: a
detection: {sel: {user|startswith: a}, condition: sel}
---
action: repeat
title: B
name: b
---
action: reset
---
title: Many
name: many
correlation:
    type: event_count
    rules: [a, b]
    group-by: user
    timespan: 5m
    condition: {gte: 3, lt: 9}
---
title: Both
correlation:
    type: temporal_ordered
    rules:
        - many
        - b
    aliases: {who: {many: user, b: name}}
    group-by: [who]
    timespan: 1h
    condition: many and not b
---
title: No Robots
logsource: {product: p}
filter:
    rules: [a]
    robots: {user: robot}
    condition: not robots
`;

test('no text makes a collection throw, and every problem lies in the text', () => {
  const word = fc.constantFrom(
    'action: repeat\n',
    'action: global\n',
    'action: reset\n',
    'correlation: ',
    'filter: ',
    'rules: any\n',
    '---\n',
    'gte: 1e999',
    '[many]',
    'Both',
    '{',
    ']',
    '*a ',
    '&a ',
    "'",
    '0',
  );
  const edit = fc.record({
    at: fc.nat(full.length),
    cut: fc.nat(9),
    insert: fc.oneof(word, fc.constant(''), fc.string({ unit: 'binary' })),
  });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 5 }), (edits) => {
      const text = edits.reduce(
        (before, { at, cut, insert }) => before.slice(0, at) + insert + before.slice(at + cut),
        full,
      );
      const { rules, correlations, problems } = readCollection(
        [{ text, file: 'a.yml' }],
        new Map(),
      );
      const compiled = compileRules(rules);
      compiled.match({ user: 'a' }, (_, error) => {
        throw error;
      });
      expect(JSON.parse(JSON.stringify(correlations))).toEqual(correlations);
      const lines = text.split('\n');
      for (const { line, column } of problems) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThan(0);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
      }
    }),
    { numRuns: 500 },
  );
});

test('the text of the property above is without a problem', () => {
  expect(readCollection([{ text: full, file: 'a.yml' }], new Map())).toMatchObject({
    rules: [{ title: 'A' }, { title: 'B' }],
    correlations: [{ title: 'Many' }, { title: 'Both' }],
    problems: [],
  });
});
