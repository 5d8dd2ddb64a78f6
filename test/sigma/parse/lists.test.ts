import { expect, test } from 'vitest';
import { parseLists } from '../../../src/sigma/parse/parse-lists.ts';
import { places, unmark } from '../one-rule.ts';

test('a file of lists is a map of names to values, and files add up', () => {
  const { lists, problems } = parseLists([
    { file: 'a.yml', text: 'admins: [root, "1*"]\nports: [22, 3389]\n' },
    { file: 'b.yml', text: 'office-1.net: 10.0.0.0/8\n---\nmore: [x]\n' },
  ]);
  expect(problems).toEqual([]);
  expect(Object.fromEntries(lists)).toEqual({
    admins: ['root', '1*'],
    ports: [22, 3389],
    'office-1.net': ['10.0.0.0/8'],
    more: ['x'],
  });
});

test.each([
  ['a list', '‹wrong-type›[a, b]'],
  ['a text', '‹wrong-type›a'],
  ['nothing', '‹empty-file›'],
  ['an empty list', 'a: ‹empty-list›[]'],
  ['no list', '‹wrong-type›a:'],
  ['a nested list', 'a: [x, ‹wrong-type›[y]]'],
  ['a nested map', 'a: ‹wrong-type›{b: x}'],
  ['a boolean', 'a: [‹wrong-type›true, ‹wrong-type›null]'],
  ['a name that no rule could say', '‹list-name›my list: [x]'],
  ['a name twice in one map', 'a: [x]\n‹duplicate-key›a: [y]'],
  ['a name twice in one file', 'a: [x]\n---\n‹duplicate-list›a: [y]'],
  ['a number that is not exact', 'a: [‹bad-number›12345678901234567890]'],
])('a file of lists that is wrong is reported: %s', (_, marked) => {
  const { text, expected } = unmark(marked);
  expect(places(parseLists([{ file: 'a.yml', text }]).problems)).toEqual(expected);
});

test('a name that two files have is a problem of the second', () => {
  const { lists, problems } = parseLists([
    { file: 'a.yml', text: 'a: [x]' },
    { file: 'b.yml', text: 'b: [z]\na: [y]' },
  ]);
  expect(problems).toMatchObject([{ code: 'duplicate-list', file: 'b.yml', line: 2, column: 1 }]);
  expect(lists.get('a')).toEqual(['x']);
});

test('a list with a problem is left out whole', () => {
  const { lists } = parseLists([{ file: 'a.yml', text: 'a: [x, [y]]\nb: []\nc: [z]' }]);
  expect([...lists.keys()]).toEqual(['c']);
});
