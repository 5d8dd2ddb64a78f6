import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pastTense } from '../../src/alerts/past-tense.ts';

test.each([
  ['delete an endpoint', 'deleted an endpoint'],
  ['add a zone', 'added a zone'],
  ['modify a policy', 'modified a policy'],
  ['deploy an app', 'deployed an app'],
  ['stop desktops', 'stopped desktops'],
  ['run a script', 'ran a script'],
  ['reset desktops', 'reset desktops'],
])('%s → %s', (phrase, past) => {
  expect(pastTense(phrase)).toBe(past);
});

test.each(['privatelink', 'ecd'])('every verb of the %s catalogue has a past tense', (service) => {
  const { events } = JSON.parse(
    readFileSync(`src/actiontrail/catalogue/${service}.json`, 'utf8'),
  ) as { events: Record<string, { en: string; zh: string }> };
  for (const { en, zh } of Object.values(events)) {
    expect(pastTense(en)).toMatch(/^(\w+ed|set|reset|ran|sent|got|put)( |$)/);
    expect(zh).toMatch(/^\p{Script=Han}/u);
  }
});
