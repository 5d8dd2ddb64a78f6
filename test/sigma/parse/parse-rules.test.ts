import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRules } from '../../../src/sigma/match/compile-rules.ts';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { problemsOf, ruleText, selection } from '../one-rule.ts';

const full = `
title: VPC Endpoint Deleted
id: 5f4b7d5e-6f0c-4b5f-9f3a-1f2a3b4c5d6e
name: endpoint_deleted
status: experimental
level: high
description: Detects the deletion of an endpoint.
author: someone
date: 2025-01-31
tags: [attack.impact, attack.t1485]
fields: [userIdentity.userName]
references: [https://example.com]
falsepositives: Maintenance
logsource:
    product: alicloud
    service: actiontrail
    definition: a trail
detection:
    selection:
        eventName|startswith: Delete
        serviceName: [PrivateLink, null]
    filter_main_robots:
        - userIdentity.userName|re|i: ^robot
    keywords: [foo]
    condition: selection and not 1 of filter_main_*
runbook: [ask, undo]
tests:
    - match: {eventName: DeleteVpcEndpoint}
`;

test('a rule is read whole, and what is not Sigma’s own is kept', () => {
  const { rules, problems } = parseRules(full, 'rules/a.yml');
  expect(problems).toEqual([]);
  expect(rules).toEqual([
    {
      title: 'VPC Endpoint Deleted',
      id: '5f4b7d5e-6f0c-4b5f-9f3a-1f2a3b4c5d6e',
      name: 'endpoint_deleted',
      status: 'experimental',
      level: 'high',
      description: 'Detects the deletion of an endpoint.',
      tags: ['attack.impact', 'attack.t1485'],
      fields: ['userIdentity.userName'],
      references: ['https://example.com'],
      falsepositives: ['Maintenance'],
      logsource: { product: 'alicloud', category: undefined, service: 'actiontrail' },
      detection: {
        selections: {
          selection: {
            kind: 'all',
            of: [
              { kind: 'field', field: 'eventName', modifiers: ['startswith'], values: ['Delete'] },
              { kind: 'field', field: 'serviceName', modifiers: [], values: ['PrivateLink', null] },
            ],
          },
          filter_main_robots: {
            kind: 'any',
            of: [
              {
                kind: 'all',
                of: [
                  {
                    kind: 'field',
                    field: 'userIdentity.userName',
                    modifiers: ['re', 'i'],
                    values: ['^robot'],
                  },
                ],
              },
            ],
          },
          keywords: { kind: 'keywords', modifiers: [], values: ['foo'] },
        },
        condition: {
          kind: 'and',
          of: [
            { kind: 'selection', name: 'selection' },
            {
              kind: 'not',
              of: {
                kind: 'quantified',
                quantity: 'any',
                pattern: 'filter_main_*',
                names: ['filter_main_robots'],
              },
            },
          ],
        },
      },
      file: 'rules/a.yml',
      line: 2,
      tests: [{ match: { eventName: 'DeleteVpcEndpoint' } }],
      custom: { author: 'someone', date: '2025-01-31', runbook: ['ask', 'undo'] },
    },
  ]);
});

test('a rule survives JSON, and matches as before', () => {
  const { rules } = parseRules(full, 'a.yml');
  const shipped: typeof rules = JSON.parse(JSON.stringify(rules));
  expect(shipped).toEqual(rules);
  const event = { eventName: 'DeleteVpcEndpoint', serviceName: 'privatelink' };
  const unexpected = () => expect.unreachable();
  expect(compileRules(shipped).match(event, unexpected)).toEqual(shipped);
});

test('a custom key may have the name of something else’s', () => {
  const text = `${ruleText(selection('{a: x}'))}action: page the owner\n`;
  expect(parseRules(text, 'a.yml').rules[0]?.custom).toEqual({ action: 'page the owner' });
});

test('what a rule leaves out has a default', () => {
  const [rule] = parseRules(ruleText(selection('{a: x}')), 'a.yml').rules;
  expect(rule).toMatchObject({
    level: 'medium',
    id: undefined,
    tags: [],
    custom: {},
    tests: undefined,
  });
});

test('a list of conditions is read as one with or', () => {
  const text = ruleText('detection: {a: {x: 1}, b: {x: 2}, condition: [a, not b]}');
  expect(parseRules(text, 'a.yml').rules[0]?.detection.condition).toEqual({
    kind: 'or',
    of: [
      { kind: 'selection', name: 'a' },
      { kind: 'not', of: { kind: 'selection', name: 'b' } },
    ],
  });
});

test('keys that name parts of objects are only names', () => {
  const text = ruleText(
    'detection: {__proto__: {a: x}, constructor: {a: y}, condition: __proto__ or constructor}\n__proto__: {x: 1}',
  );
  const { rules, problems } = parseRules(text, 'a.yml');
  expect(problems).toEqual([]);
  expect(Object.keys(rules[0]?.custom ?? {})).toEqual(['__proto__']);
  const unexpected = () => expect.unreachable();
  expect(compileRules(rules).match({ a: 'x' }, unexpected)).toHaveLength(1);
  expect(problemsOf(ruleText('detection: {a: {x: y}, condition: toString}'))).toEqual([
    'undefined-selection@3:35',
  ]);
});

test('a file of several documents gives every rule that has no problem', () => {
  const good = ruleText(selection('{a: x}'));
  const text = `${good}---\n${good.replace('title: T', 'title: U')}---\n${good}level: x\n---\n`;
  const { rules, problems } = parseRules(text, 'a.yml');
  expect(rules.map(({ title }) => title)).toEqual(['T', 'U']);
  expect(problems.map(({ code }) => code)).toEqual(['bad-value']);
});

test('a version directive does not turn words into booleans', () => {
  const text = `%YAML 1.1\n---\n${ruleText(selection('{a: no}'))}`;
  const [rule] = parseRules(text, 'a.yml').rules;
  expect(rule?.detection.selections['sel']).toMatchObject({ of: [{ values: ['no'] }] });
});

test('anchors and aliases are followed', () => {
  const text = ruleText('detection: {a: &x {f: [u, v]}, b: {g: &y z, h: *y}, c: *x, condition: a}');
  const { rules, problems } = parseRules(text, 'a.yml');
  expect(problems).toEqual([]);
  expect(rules[0]?.detection.selections['c']).toEqual(rules[0]?.detection.selections['a']);
});

test('an alias bomb is refused', () => {
  const layers = Array.from({ length: 9 }, (_, index) => {
    const aliases = Array(9).fill(`*l${index}`).join(', ');
    return `l${index + 1}: &l${index + 1} [${aliases}]`;
  });
  const text = `l0: &l0 [lol]\n${layers.join('\n')}\n`;
  expect(problemsOf(text).map((place) => place.split('@')[0])).toEqual(['yaml-alias']);
});

test.each([
  ['['.repeat(100_000)],
  ['a: '.concat('{a: '.repeat(50_000))],
  ['- '.repeat(5_000)],
  ['? '.repeat(5_000)],
  [Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  [`a: ${'['.repeat(70)}${']'.repeat(70)}`],
])('a file that is nested without end is refused: %.10s', (text) => {
  expect(problemsOf(text).map((place) => place.split('@')[0])).toEqual(['too-deep']);
});

test('no text makes the parser throw, and every problem lies in the text', () => {
  const sign = fc.constantFrom(
    '- ',
    '{',
    ']',
    '"',
    '|',
    '&a ',
    '*a',
    '!t ',
    '<<: ',
    '\t',
    '\ufeff',
  );
  const line = fc.constantFrom('\r\n', '---\n', '%YAML 1.1\n', '# x\n', '  a: 1e999\n');
  const edit = fc.record({
    at: fc.nat(full.length),
    cut: fc.nat(9),
    insert: fc.oneof(sign, line, fc.string({ unit: 'binary' })),
  });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 5 }), (edits) => {
      const text = edits.reduce(
        (before, { at, cut, insert }) => before.slice(0, at) + insert + before.slice(at + cut),
        full,
      );
      const { problems, rules } = parseRules(text, 'a.yml');
      expect(problems.length + rules.length).toBeGreaterThan(0);
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
