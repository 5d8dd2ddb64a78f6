import { expect, test } from 'vitest';
import { standsBefore } from '../../src/logs/cursor.ts';

const cursor = (place: string) => Buffer.from(place).toString('base64');

test.each([
  ['an earlier one', '1529480209655978463', '1529480209655978464', true],
  ['a later one', '1529480209655978464', '1529480209655978463', false],
  ['the same one', '1529480209655978463', '1529480209655978463', false],
  ['one with fewer digits', '9', '10', true],
])('a cursor is told from %s, digit for digit', (_, one, other, before) => {
  expect(standsBefore(cursor(one), cursor(other))).toBe(before);
});

test('nothing is said of cursors in a form that is not known', () => {
  expect(standsBefore('abc', cursor('1'))).toBeUndefined();
  expect(standsBefore(cursor('1'), cursor('-1'))).toBeUndefined();
  expect(standsBefore('abc', 'abc')).toBe(false);
});
