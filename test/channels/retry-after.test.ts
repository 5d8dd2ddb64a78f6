import { expect, test } from 'vitest';
import { retryAfterSeconds } from '../../src/channels/retry-after.ts';

const NOW = Date.UTC(2024, 4, 1, 12, 0, 0);

test.each<readonly [string | null, number | undefined]>([
  [null, undefined],
  ['', undefined],
  ['0', 0],
  ['30', 30],
  [' 30 ', 30],
  ['3600', 3600],
  ['3601', 3600],
  ['9'.repeat(400), 3600],
  ['-1', undefined],
  ['1e3', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['Wed, 01 May 2024 12:01:30 GMT', 90],
  ['Wed, 01 May 2024 11:00:00 GMT', 0],
  ['Fri, 01 May 2099 12:00:00 GMT', 3600],
  ['Wed, 99 May 2024 12:00:00 GMT', undefined],
  ['2024-05-01', undefined],
])('Retry-After %j is %j seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, NOW)).toBe(seconds);
});
