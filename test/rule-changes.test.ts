import { expect, test } from 'vitest';
import { applyChange, changesIn } from '../src/rule-changes.ts';
import { DELETED, deletedRule, rulesOf } from './support/rules.ts';

const [planned] = rulesOf(deletedRule).rules;
if (!planned) throw new Error('the rule cannot be read');
const { rule } = planned;

const changed = (change: unknown) =>
  applyChange(rule, changesIn({ rules: { [DELETED]: change, other: { enabled: false } } }));

test.each([
  ['nothing', {}, rule],
  ['a level', { level: 'low' }, { ...rule, level: 'low' }],
  ['off', { enabled: false }, undefined],
  ['off, whatever its level', { enabled: false, level: 'low' }, undefined],
  ['on', { enabled: true }, rule],
  ['what cannot be read', { level: 'loud' }, rule],
  ['no map', 'low', rule],
])('%s is changed of a rule', (_, change, expected) => {
  expect(changed(change)).toEqual(expected);
});

test.each([undefined, null, 'text', {}, { rules: null }, { rules: [] }])(
  'a trailbell.yml of %j changes nothing',
  (config) => {
    expect(applyChange(rule, changesIn(config))).toBe(rule);
  },
);
