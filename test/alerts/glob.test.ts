import { expect, test } from 'vitest';
import { fitsGlob } from '../../src/alerts/glob.ts';

test.each<readonly [string, string, boolean]>([
  ['alice', 'alice', true],
  ['alice', 'Alice', true],
  ['ALICE', 'alice', true],
  ['alice', 'alice2', false],
  ['alice', '', false],
  ['*', '', true],
  ['*', 'anything', true],
  ['ci-*', 'ci-deploy', true],
  ['ci-*', 'ci-', true],
  ['ci-*', 'ci', false],
  ['*-ci', 'deploy-ci', true],
  ['*-ci', '-ci', true],
  ['*-ci', 'deploy-ci-2', false],
  ['cn-*-1', 'cn-hangzhou-1', true],
  ['cn-*-1', 'cn--1', true],
  ['cn-*-1', 'cn-1', false],
  // What one star has taken is not there for the end.
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['ab*ab', 'abab', true],
  ['ab*ab', 'aba', false],
  ['*b*', 'abc', true],
  ['*b*', 'acd', false],
  ['*a*b*', 'b-a', false],
  ['*a*b*', 'xaxbx', true],
  ['a**b', 'ab', true],
  // Nothing but the star stands for anything else.
  ['a.c', 'abc', false],
  ['a?c', 'abc', false],
  ['[a-z]', 'b', false],
  ['部署*', '部署机器人', true],
  ['*', 'line\nbreak', true],
  ['line*break', 'line\nbreak', true],
])('%s fits %j: %s', (pattern, text, fits) => {
  expect(fitsGlob(pattern, text)).toBe(fits);
});

test('a text that is made to cost time does not', () => {
  expect(fitsGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(100_000))).toBe(false);
});
