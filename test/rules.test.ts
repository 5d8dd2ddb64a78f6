import { expect, test } from 'vitest';
import { runRuleTests } from '../src/workbench/rule-tests/rule-tests.ts';
import { shippedRules } from './support/shipped.ts';

const { rules, problems } = shippedRules();

test('every rule file can be read', () => {
  expect(problems).toEqual([]);
  expect(rules.length).toBeGreaterThanOrEqual(10);
});

test.each(rules.map((rule) => [rule.title, rule] as const))(
  '%s passes its own tests',
  (_, rule) => {
    const results = runRuleTests(rule);
    expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
  },
);

test.each(rules.map((rule) => [rule.title, rule] as const))(
  '%s is tested with a match and a near miss',
  (_, rule) => {
    const wanted = [true, false].map((match) => expect.objectContaining({ match }));
    expect(rule.tests).toEqual(expect.arrayContaining(wanted));
  },
);

test.each(rules.map((rule) => [rule.title, rule] as const))(
  '%s keeps to the conventions',
  (_, rule) => {
    expect(rule.id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(rule.file).toMatch(/^rules\/[a-z]+\/[a-z0-9_]{10,70}\.yml$/);
    expect(rule.description).toMatch(/^Detects /);
    expect(rule.logsource).toMatchObject({ product: 'alicloud', service: 'actiontrail' });
    expect(rule.falsepositives).not.toEqual([]);
    expect(rule.tags.join(' ')).toMatch(/attack\.t\d{4}/);
    expect(rule.custom).toMatchObject({ runbook: expect.any(Array), zh: expect.any(Object) });
  },
);

test('a test that does not hold is told', () => {
  const [rule] = rules;
  if (!rule) throw new Error('there is no rule');
  const event = { eventName: 'Nothing' };
  const failures = (tests: unknown) =>
    runRuleTests({ ...rule, tests }).map(({ failure }) => failure);
  expect(failures([{ name: 'a', match: true, event }])).toEqual([expect.any(String)]);
  expect(failures([{ name: 'a', match: false, event }])).toEqual([undefined]);
  expect(failures([{ name: 'a', match: false, event: {} }])).toEqual([expect.any(String)]);
  expect(failures([{ name: 'a', event }])).toEqual([expect.any(String)]);
});
