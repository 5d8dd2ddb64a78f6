import { expect, test } from 'vitest';
import { missingCapital, titleCase } from '../../src/workbench/title-case.ts';

test.each([
  ['ECD delete cloud desktops for good', 'ECD Delete Cloud Desktops for Good'],
  ['the end of an endpoint', 'The End of an Endpoint'],
  ['return the caller and their account', 'Return the Caller and their Account'],
  ['oss bucket made public', 'Oss Bucket Made Public'],
])('%s is titled %s', (text, title) => {
  expect(titleCase(text)).toBe(title);
  expect(missingCapital(title)).toBeUndefined();
});

test.each([
  ['Cloud desktops Deleted', 'Desktops'],
  ['of a Bucket', 'Of'],
  ['An iPhone and a 2fa Code', undefined],
])('in %j the capital is missing of %s', (title, word) => {
  expect(missingCapital(title)).toBe(word);
});
