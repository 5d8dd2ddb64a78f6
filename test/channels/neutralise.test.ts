import { expect, test } from 'vitest';
import { neutralise } from '../../src/channels/neutralise.ts';

test.each<readonly [string, string, string]>([
  ['ordinary text stays', '张三 (ops)', '张三 (ops)'],
  ['a joined emoji stays', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
  ['spaces around it go', '  padded\t', 'padded'],
  ['every line break becomes a space', 'a\r\n\r\nb\u2028c\u0085d', 'a b c d'],
  ['controls go', 'a\u0000\u001b\u007f\u009bb', 'ab'],
  ['overrides of the direction go', '\u202egnp.exe\u202c', 'gnp.exe'],
  ['an address is no link', 'http://a https:\u0000//b', 'http：//a https：//b'],
  ['a lone surrogate is replaced', '\ud83d', '\ufffd'],
])('%s', (_, text, expected) => {
  expect(neutralise(text)).toBe(expected);
});

test('a value too long to show says that it goes on', () => {
  expect(neutralise(`${'\u0000'.repeat(5_000_000)}rm -rf`)).toBe('…');
});
