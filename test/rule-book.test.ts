import { expect, test } from 'vitest';
import { rawView } from '../src/actiontrail/rule-view.ts';
import { createMemoryWindows } from '../src/ledger/memory-windows.ts';
import { ConfigError } from '../src/model/config-error.ts';
import { openRuleBook, type RuleBookOptions } from '../src/rule-book.ts';
import { planRules } from '../src/sigma/match/plan-rules.ts';
import { parseRules } from '../src/sigma/parse/parse-rules.ts';
import type { Rule } from '../src/sigma/rule.ts';
import { deletion, recordOf } from './support/audit-event.ts';

const FIRST = '00000000-0000-4000-8000-000000000001';
const SECOND = '00000000-0000-4000-8000-000000000002';

function rule(id: string, file = `${id}.yml`, product = 'alicloud'): Rule {
  const text = `title: Example
id: ${id}
level: high
logsource: {product: ${product}, service: actiontrail}
detection: {selection: {serviceName: PrivateLink}, condition: selection}
runbook: [Ask, Act]
zh: {title: 示例, runbook: [询问]}`;
  const [parsed] = parseRules(text, file).rules;
  if (!parsed) throw new Error('the rule cannot be read');
  return parsed;
}

const book = (
  rules: readonly Rule[],
  changes: RuleBookOptions['changes'] = {},
  more: Partial<RuleBookOptions> = {},
) =>
  openRuleBook({
    ...more,
    rules: planRules(rules, rawView),
    correlations: [],
    changes,
    windows: createMemoryWindows(),
    onFault: () => {},
    onBound: () => {},
  });

const event = recordOf(deletion());

test('an event is matched with what a message needs of the rule', () => {
  expect(book([rule(FIRST)]).match(event).rules).toEqual([
    {
      id: FIRST,
      title: 'Example',
      level: 'high',
      tags: [],
      fields: [],
      runbook: ['Ask', 'Act'],
      zh: { title: '示例', runbook: ['询问'] },
    },
  ]);
});

test('the configuration switches a rule off', () => {
  const matched = book([rule(FIRST), rule(SECOND)], { [FIRST]: { enabled: false } }).match(
    event,
  ).rules;
  expect(matched.map(({ id }) => id)).toEqual([SECOND]);
});

test("the configuration changes a rule's level", () => {
  const matched = book([rule(FIRST)], { [FIRST]: { level: 'low' } }).match(event).rules;
  expect(matched.map(({ level }) => level)).toEqual(['low']);
});

test('a rule for another source of logs is left alone', () => {
  const matched = book([rule(FIRST), rule(SECOND, 'b.yml', 'aws')]).match(event).rules;
  expect(matched.map(({ id }) => id)).toEqual([FIRST]);
});

test.each([
  [
    'a change that names no rule',
    [rule(FIRST)],
    { 'no-rule': { enabled: false } },
    'rules.no-rule',
  ],
  ['two rules with one id', [rule(FIRST, 'a.yml'), rule(FIRST, 'b.yml')], {}, 'b.yml'],
  ['no rule', [], {}, 'rules'],
  ['no rule that is switched on', [rule(FIRST)], { [FIRST]: { enabled: false } }, 'rules'],
])('%s is a configuration error', (_, rules, changes, key) => {
  expect(() => book(rules, changes)).toThrow(ConfigError);
  expect(() => book(rules, changes)).toThrow(expect.objectContaining({ key }));
});

test('an event of a known service that the catalogue lacks is matched, and noticed once', () => {
  const noticed: string[] = [];
  const { match } = book(
    [rule(FIRST)],
    {},
    { onNewEvent: (...names) => noticed.push(names.join()) },
  );
  const named = (eventName: string, serviceName = 'privatelink') =>
    match(recordOf({ eventName, serviceName })).rules.length;
  expect(named('DeleteVpcEndpointForever')).toBe(1);
  expect(named('DeleteVpcEndpointForever')).toBe(1);
  named('DeleteVpcEndpoint');
  named('DeleteForever', 'ServiceOfTomorrow');
  named('x'.repeat(1_000));
  expect(noticed).toEqual([
    'PrivateLink,DeleteVpcEndpointForever',
    `PrivateLink,${'x'.repeat(128)}`,
  ]);
});
