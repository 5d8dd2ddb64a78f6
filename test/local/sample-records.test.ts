import { expect, test } from 'vitest';
import { sampleRecords } from '../../src/local/sample-records.ts';

const now = new Date('2025-03-04T02:00:00Z');
const records = sampleRecords(now);

test('the story is told in order and ends before now', () => {
  const times = records.map(({ eventTime }) => Date.parse(eventTime));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeLessThan(now.getTime());
});

test('the same moment tells the same story, with an id for each event', () => {
  expect(sampleRecords(now)).toEqual(records);
  expect(new Set(records.map(({ eventId }) => eventId)).size).toBe(records.length);
});

test('one user deletes three desktops', () => {
  const deletions = records.filter(({ eventName }) => eventName === 'DeleteDesktops');
  const byBob = deletions.filter((each) => JSON.stringify(each).includes('"userName":"bob"'));
  expect(byBob).toHaveLength(3);
});

test('every address is one of RFC 5737, and every key is masked', () => {
  for (const record of records) {
    expect(record['sourceIpAddress']).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
    expect(JSON.stringify(record)).toMatch(/"accessKeyId":"[\w.]+\*{4,}\w*"/);
  }
});
