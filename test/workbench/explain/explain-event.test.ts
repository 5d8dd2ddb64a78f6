import { expect, test } from 'vitest';
import { sampleRecords } from '../../../src/local/sample-records.ts';
import { openExplainer } from '../../../src/workbench/explain/explain-event.ts';
import { readEvent } from '../../../src/workbench/explain/read-event.ts';
import { shippedRules } from '../../support/shipped.ts';

const shipped = shippedRules();

const events = sampleRecords(new Date('2026-11-21T07:10:00Z')).flatMap((record) => {
  const read = readEvent(JSON.stringify(record));
  return typeof read === 'string' ? [] : [read.event];
});

test('of an event are told the rules that match it, and the others by what they look for', () => {
  const explainer = openExplainer(shipped);
  expect(events.length).toBeGreaterThan(3);
  for (const event of events) {
    const { matching, near, unnamed } = explainer.explainEvent(event);
    const each = shipped.rules.map((rule) => explainer.explainRule(rule, event));
    const matched = each.flatMap(({ matches, rule }) => (matches ? [rule] : []));
    expect(matching.map(({ rule }) => rule)).toEqual(matched);
    expect(near.filter(({ matches, obstacles }) => matches || obstacles.length === 0)).toEqual([]);
    expect(matching.length + near.length + unnamed).toBeLessThanOrEqual(shipped.rules.length);
  }
});

test('an event is explained as if no other had been', () => {
  const explainer = openExplainer(shipped);
  const [first, ...others] = events;
  if (first === undefined) throw new Error('no event');
  const before = explainer.explainEvent(first);
  const same = { ...first, errorCode: 'Forbidden.RAM' };
  for (const event of [...others, same]) explainer.explainEvent(event);
  expect(explainer.explainEvent(first)).toEqual(before);
  expect(explainer.explainEvent(same)).toEqual(openExplainer(shipped).explainEvent(same));
});
