import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duration, durationText } from '../../src/config/duration.ts';

test.each([
  [0, '0s'],
  [30_000, '30s'],
  [600_000, '10m'],
  [5_400_000, '90m'],
  [3_600_000, '1h'],
  [129_600_000, '36h'],
  [172_800_000, '2d'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('what is said of a duration is read as the same again', () => {
  fc.assert(
    fc.property(fc.nat(999_999), fc.constantFrom('s', 'm', 'h', 'd'), (count, unit) => {
      const ms = duration.parse(`${count}${unit}`);
      expect(duration.parse(durationText(ms))).toBe(ms);
    }),
  );
});
