import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LetterEntry } from '../../src/deadletters/dead-letters.ts';
import { readEntry, writeEntry } from '../../src/deadletters/letter-text.ts';
import type { Detail, Sample } from '../../src/model/alert.ts';
import { alertLetter, alertOf, rangeLetter, recordLetter, settled } from './letters.ts';

const correlated = alertLetter({
  alert: alertOf({
    correlation: { timespan: 600, steps: true, group: [{ name: 'user', value: 'eve' }], told: 3 },
    mayRepeat: true,
  }),
});

test.each<[string, LetterEntry]>([
  ['a record', recordLetter()],
  ['an alert', alertLetter()],
  ['an alert of a correlation', correlated],
  ['a range', rangeLetter()],
  ['a settlement', settled('a')],
])('%s is one line, and the same again', (_, entry) => {
  const text = writeEntry(entry);
  expect(text).not.toMatch(/[\n\r]/);
  expect(readEntry(text)).toEqual(entry);
});

test('a letter from before alerts could be repeats is read', () => {
  const { mayRepeat: _, ...older } = alertOf();
  const text = JSON.stringify({ ...alertLetter(), alert: older });
  expect(readEntry(text)).toEqual(alertLetter());
});

test('an alert names its first 500 events, and still says how many there are', () => {
  const events = Array.from({ length: 20_000 }, (_, at) => `event-${at}`);
  const read = readEntry(writeEntry(alertLetter({ alert: alertOf({ events, count: 20_000 }) })));
  expect(read).toMatchObject({ alert: { events: events.slice(0, 500), count: 20_000 } });
});

const LIMIT = 900 * 1024;
const [first] = alertOf().samples;

/** Every text and list of an alert at once, as long as this. */
function monster(text: string, length: number) {
  const list = <Item>(item: Item): readonly Item[] => Array.from({ length }, () => item);
  const details: readonly Detail[] = list({ name: text, value: text });
  const { actor } = first;
  const sample: Sample = {
    ...first,
    id: text,
    name: text,
    actor: { ...actor, name: text },
    details,
  };
  const distinct = { values: list({ text, succeeded: true }), more: true };
  const resource = { type: text, id: text, url: text };
  const { rule } = alertOf();
  return alertLetter({
    reason: text,
    channel: text,
    alert: alertOf({
      key: text,
      rule: {
        ...rule,
        title: text,
        tags: list(text),
        fields: list(text),
        runbook: list(text),
        zh: { title: text, runbook: list(text) },
      },
      events: list(text),
      correlation: { timespan: 1, steps: false, group: details, told: 1 },
      samples: [sample, ...list(sample)],
      resources: { first: list(resource), total: length, atLeast: true },
      names: distinct,
      sessions: distinct,
      sourceIps: distinct,
      userAgents: distinct,
      regions: distinct,
      accessKeys: distinct,
      channels: list(text),
    }),
  });
}

test.each([
  ['plain', 'x', 10_000, 600],
  ['Chinese', '删', 5_000, 600],
  // A control character takes six bytes as JSON.
  ['control', '\u0001', 5_000, 600],
  ['single', '🗑', 1_000_000, 1],
])('no letter is too large for a log: %s characters', (_, character, times, length) => {
  const text = writeEntry(monster(character.repeat(times), length));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
  expect(readEntry(text)).toMatchObject({ kind: 'alert', alert: { count: 2 } });
});

test('what is cut says so', () => {
  const read = readEntry(writeEntry(recordLetter({ excerpt: 'x'.repeat(1_000_000) })));
  expect(read).toMatchObject({ excerpt: expect.stringMatching(/^x+…$/) });
});

test.each([
  '',
  'hello',
  'null',
  '[]',
  '{"kind":"unreadable"}',
  '{"kind":"settled","letter":"a"}',
  writeEntry(alertLetter()).slice(0, -1),
  writeEntry(alertLetter()).replace('"high"', '"highest"'),
  writeEntry(recordLetter()).replace(/"time":"[^"]*"/, '"time":"yesterday"'),
  writeEntry(recordLetter()).replace(/"time":"[^"]*"/, '"time":null'),
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
])('what is no entry is unreadable: %.40s', (text) => {
  expect(readEntry(text)).toEqual({ kind: 'unreadable' });
});

test('whatever is written is read again, and whatever is read throws nothing', () => {
  const text = fc.string({ unit: 'binary', maxLength: 50 });
  fc.assert(
    fc.property(text, text, fc.date({ noInvalidDate: true }), (id, excerpt, time) => {
      const letter = recordLetter({ id, excerpt, time });
      expect(readEntry(writeEntry(letter))).toEqual(letter);
    }),
  );
  fc.assert(fc.property(fc.json(), (json) => readEntry(json).kind === 'unreadable'));
});
