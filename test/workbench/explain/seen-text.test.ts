import { expect, test } from 'vitest';
import { seenText, seenTexts } from '../../../src/workbench/explain/seen-text.ts';

const SECRET = 'hunter2';

test.each<[field: string, value: unknown]>([
  ['requestParameters.Password', SECRET],
  ['requestParameters.Credentials.Value', SECRET],
  ['requestParameters', { Password: SECRET }],
  ['requestParameters', { Credentials: { Value: SECRET } }],
  ['requestParameters', JSON.stringify({ Password: [SECRET, 'b'] })],
  ['requestParameters', JSON.stringify({ a: JSON.stringify({ Password: [SECRET] }) })],
  ['requestParameters', { a: JSON.stringify({ Credentials: { Value: SECRET } }) }],
  ['requestParameters', `{"a":1,"Password":["${SECRET}","b"],"cut":`],
  ['requestParameters', [{ Name: 'DB_PASSWORD', Value: SECRET }]],
  ['requestParameters', JSON.stringify([{ Key: 'Password', Value: SECRET }])],
  ['requestParameters', { args: ['--password', SECRET] }],
  ['userAgent', `curl --password ${SECRET}`],
])('of %s, %j the secret is left out', (field, value) => {
  const seen = seenText(field, value);
  expect(seen).not.toContain(SECRET);
  expect(seen).toContain('redacted');
});

test('of several values one says that the next is a secret', () => {
  expect(seenTexts('requestParameters.Args', ['--token', SECRET, 'x'])).toEqual([
    '"--token"',
    '[redacted]',
    '"x"',
  ]);
});

test.each<[value: unknown, seen: string]>([
  ['alice', '"alice"'],
  [5, '5'],
  ['{"a":[1]}', String.raw`"{\"a\":[1]}"`],
  ['', '""'],
])('%j is shown as %s', (value, seen) => {
  expect(seenText('userIdentity.userName', value)).toBe(seen);
});
