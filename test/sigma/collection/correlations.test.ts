import { expect, test } from 'vitest';
import { correlation, read, readMarked, rule } from './marked-files.ts';

const names = (rules: readonly { readonly title: string }[]) => rules.map(({ title }) => title);

test('a correlation rule names rules by id or name, in any file, before or after it', () => {
  const { rules, correlations } = read(
    correlation('first', '[second, a, 00-b]'),
    `${rule('a')}---\n${rule('b', 'id: 00-b')}`,
    correlation('second', 'b'),
  );
  expect(names(rules)).toEqual(['a', 'b']);
  expect(names(correlations)).toEqual(['first', 'second']);
  expect(correlations[0]?.correlation.rules).toEqual(['second', 'a', '00-b']);
});

test('a collection survives JSON', () => {
  const { rules, correlations } = read(rule('a'), correlation('c', 'a'));
  expect(JSON.parse(JSON.stringify({ rules, correlations }))).toEqual({ rules, correlations });
});

test.each([
  ['a rule that is nowhere', ['[a, ‹unknown-reference›aa]', rule('a')]],
  ['every such rule', ['[‹unknown-reference›x, ‹unknown-reference›y]', rule('a')]],
  ['the title of a rule', ['[‹unknown-reference›T]', rule('a').replace('title: a', 'title: T')]],
  ['a name in other letters', ['‹unknown-reference›A', rule('a')]],
  ['the name of an object’s own', ['‹unknown-reference›toString', rule('a')]],
  ['a name of two rules', ['‹ambiguous-reference›a', rule('a'), rule('a')]],
  ['an id of one and name of another', ['‹ambiguous-reference›a', rule('a'), rule('b', 'id: a')]],
  [
    'a name of a rule and of a correlation',
    ['‹ambiguous-reference›a', rule('a'), correlation('a', 'b'), rule('b')],
  ],
  ['one rule by id and by name', ['[a, ‹repeated-reference›i]', rule('a', 'id: i')]],
  ['a rule with a problem', ['‹refused-reference›a', rule('a', 'level: ‹bad-value›x')]],
  [
    'a rule with a problem, by its id',
    ['‹refused-reference›i', rule('a', 'id: i\nlevel: ‹bad-value›x')],
  ],
  [
    'a correlation with a problem',
    ['‹refused-reference›b', correlation('b', '‹unknown-reference›x')],
  ],
  [
    'a filter',
    [
      '‹unknown-reference›f',
      'name: f\ntitle: F\nlogsource: {product: p}\nfilter: {rules: any, s: {a: x}, condition: s}',
    ],
  ],
  ['itself', ['‹cyclic-reference›c']],
  [
    'itself by way of others',
    [
      '‹cyclic-reference›d',
      correlation('d', '[a, ‹cyclic-reference›e]'),
      correlation('e', '‹cyclic-reference›c'),
      rule('a'),
    ],
  ],
  [
    'a circle that it is not part of',
    [
      '‹refused-reference›d',
      correlation('d', '‹cyclic-reference›e'),
      correlation('e', '‹cyclic-reference›d'),
    ],
  ],
])('a reference to %s is a problem where it stands', (_, [rules = '', ...others]) => {
  const { expected, found, collection } = readMarked(correlation('c', rules), ...others);
  expect(found).toEqual(expected);
  expect(names(collection.correlations)).not.toContain('c');
});

test('a problem of a correlation takes with it what refers to it, and no rule', () => {
  const { collection, expected, found } = readMarked(
    rule('a'),
    correlation('low', '[a, ‹unknown-reference›x]'),
    correlation('high', '[a, ‹refused-reference›middle]'),
    correlation('middle', '‹refused-reference›low'),
    correlation('other', 'a'),
  );
  expect(found).toEqual(expected);
  expect(names(collection.rules)).toEqual(['a']);
  expect(names(collection.correlations)).toEqual(['other']);
});

test('a long chain of correlations is followed', () => {
  const links = Array.from({ length: 3_000 }, (_, index) =>
    correlation(`c${index}`, `c${index + 1}`),
  );
  const { correlations } = read(links.join('---\n'), correlation('c3000', 'a'), rule('a'));
  expect(correlations).toHaveLength(3_001);
});
