import { expect, test } from 'vitest';
import { matches, selection } from '../one-rule.ts';
import { conditionVectors, eventVectors, valueVectors } from '../vectors.ts';

test.each(valueVectors)('a%s on the value %j: %j', (item, value, expected) => {
  expect(matches(selection(`{a${item}}`), { a: value })).toBe(expected);
});

test.each(eventVectors)('%s on %j: %j', (flow, event, expected) => {
  expect(matches(selection(flow), event)).toBe(expected);
});

test.each(conditionVectors)('{%s} on %j: %j', (rest, event, expected) => {
  expect(matches(`detection: {${rest}}`, event)).toBe(expected);
});
