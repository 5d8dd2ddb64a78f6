import { expect, test } from 'vitest';
import type { Event } from '../../../src/sigma/event.ts';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { ruleText, selection } from '../one-rule.ts';
import { conditionVectors, eventVectors, valueVectors } from '../vectors.ts';
import { plainMatches } from './evaluate.ts';

function matches(detection: string, event: Event): boolean {
  const { rules, problems } = parseRules(ruleText(detection), 'test.yml');
  const [rule] = rules;
  if (rule === undefined) throw new Error(JSON.stringify(problems));
  return plainMatches(rule, event);
}

test.each(valueVectors)('a%s on the value %j: %j', (item, value, expected) => {
  expect(matches(selection(`{a${item}}`), { a: value })).toBe(expected);
});

test.each(eventVectors)('%s on %j: %j', (flow, event, expected) => {
  expect(matches(selection(flow), event)).toBe(expected);
});

test.each(conditionVectors)('{%s} on %j: %j', (rest, event, expected) => {
  expect(matches(`detection: {${rest}}`, event)).toBe(expected);
});
