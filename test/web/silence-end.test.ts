import { expect, test } from 'vitest';
import { silenceEnd } from '../../src/web/silence-end.ts';

const at = (text: string) => Date.parse(text);

test('one hour and four are counted from now', () => {
  expect(silenceEnd('silence-1h', 0, 'UTC')).toBe(3_600_000);
  expect(silenceEnd('silence-4h', 0, 'UTC')).toBe(4 * 3_600_000);
});

test.each([
  ['in the evening', '2026-11-21T15:00:00Z', 'Asia/Shanghai', '2026-11-22T01:00:00Z'],
  ['after midnight', '2026-11-21T18:00:00Z', 'Asia/Shanghai', '2026-11-22T01:00:00Z'],
  ['exactly an hour before', '2026-11-22T00:00:00Z', 'Asia/Shanghai', '2026-11-22T01:00:00Z'],
  ['less than an hour before', '2026-11-22T00:00:01Z', 'Asia/Shanghai', '2026-11-23T01:00:00Z'],
  ['just after', '2026-11-22T01:00:01Z', 'Asia/Shanghai', '2026-11-23T01:00:00Z'],
  ['on the last day of a year', '2026-12-31T12:00:00Z', 'UTC', '2027-01-01T09:00:00Z'],
  ['west of Greenwich', '2026-11-22T03:00:00Z', 'America/New_York', '2026-11-22T14:00:00Z'],
  ['before clocks go back', '2026-10-24T20:00:00Z', 'Europe/Berlin', '2026-10-25T08:00:00Z'],
  ['before clocks go on', '2026-03-28T20:00:00Z', 'Europe/Berlin', '2026-03-29T07:00:00Z'],
  ['at half an hour from UTC', '2026-11-21T20:00:00Z', 'Asia/Kolkata', '2026-11-22T03:30:00Z'],
  [
    'where the day is already tomorrow',
    '2026-11-21T12:00:00Z',
    'Pacific/Auckland',
    '2026-11-21T20:00:00Z',
  ],
])('a silence until the morning, set %s, ends at nine', (_, now, timezone, end) => {
  expect(new Date(silenceEnd('silence-morning', at(now), timezone)).toISOString()).toBe(
    new Date(at(end)).toISOString(),
  );
});
