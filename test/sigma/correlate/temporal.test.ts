import { expect, test } from 'vitest';
import type { Correlation, CorrelationType } from '../../../src/sigma/correlation-rule.ts';
import type { Condition } from '../../../src/sigma/rule.ts';
import {
  a,
  b,
  bounds,
  c,
  correlation,
  ends,
  expression,
  observeEach,
  seen,
  watch,
} from './correlating.ts';

/** Events such as `b3`: which rule matched at which second. */
function sightings(text: string) {
  return text.split(' ').map((name, place) => {
    const rule = [a, b, c].find((each) => name.startsWith(each.name ?? '?')) ?? a;
    return seen(rule, Number(name.slice(1)), {}, `${name} ${place}`);
  });
}

function temporal(type: CorrelationType, condition: Correlation['condition']) {
  return correlation({ type, rules: ['a', 'b', 'c'], condition });
}

test.each<[CorrelationType, number, string, number | undefined]>([
  ['temporal', 3, 'a1 b2 c3', 3],
  ['temporal', 3, 'c1 b2 a3', 3],
  ['temporal', 3, 'a1 a2 b3 b4', undefined],
  ['temporal', 2, 'a1 a2 b3', 2],
  ['temporal', 3, 'a0 b1 c11', undefined],
  ['temporal', 3, 'a1 b2 c11', 3],
  ['temporal_ordered', 3, 'a1 b2 c3', 3],
  ['temporal_ordered', 3, 'c1 b2 a3', undefined],
  ['temporal_ordered', 3, 'a1 c2 b3 a4', undefined],
  ['temporal_ordered', 3, 'a1 c2 b3 a4 c5', 3],
  ['temporal_ordered', 3, 'b1 a2 c3 b4 c5', 3],
  ['temporal_ordered', 3, 'c1 b1 a1', 3],
  ['temporal_ordered', 3, 'c1 b1 a2', undefined],
  ['temporal_ordered', 2, 'c1 b2 c3', 2],
  ['temporal_ordered', 2, 'b1 a2', undefined],
  ['temporal_ordered', 3, 'a0 b10 c11', undefined],
])('%s with at least %j rules in %s is %j', async (type, gte, text, expected) => {
  const rule = temporal(type, bounds({ gte }));
  const [firing] = await watch([rule]).observe(sightings(text));
  expect(firing?.value).toEqual(expected);
  expect(await observeEach(watch([rule]), sightings(text))).toEqual(firing ? [firing] : []);
});

const sel = (name: string): Condition => ({ kind: 'selection', name });
const not = (of: Condition): Condition => ({ kind: 'not', of });
const and = (...of: readonly Condition[]): Condition => ({ kind: 'and', of });
const or = (...of: readonly Condition[]): Condition => ({ kind: 'or', of });
const quantified = (quantity: 'any' | 'all', ...names: readonly string[]): Condition => {
  return { kind: 'quantified', quantity, pattern: 'them', names };
};

test.each<[CorrelationType, string, Condition, string, readonly number[]]>([
  ['temporal', 'a and b', and(sel('a'), sel('b')), 'b1 a2', [2]],
  ['temporal', 'a and b', and(sel('a'), sel('b')), 'a1 c2', []],
  ['temporal', 'b and not a', and(sel('b'), not(sel('a'))), 'a1 b2', []],
  ['temporal', 'b and not a', and(sel('b'), not(sel('a'))), 'a1 b12', [12]],
  ['temporal', 'a or c', or(sel('a'), sel('c')), 'b1 c2', [2]],
  ['temporal', 'all of them', quantified('all', 'a', 'b'), 'a1 b2', [2]],
  ['temporal', '1 of them', quantified('any', 'a', 'b'), 'c1 b2', [2]],
  ['temporal_ordered', 'a and b', and(sel('a'), sel('b')), 'b1 a2', []],
  ['temporal_ordered', 'a and b', and(sel('a'), sel('b')), 'b1 a2 b3', [3]],
  ['temporal_ordered', 'a and c', and(sel('a'), sel('c')), 'b1 a2 c3', []],
  ['temporal_ordered', 'a and c', and(sel('a'), sel('c')), 'a2 b2 c3', [3]],
])('%s with %s in %s rings at %j', async (type, _, condition, text, expected) => {
  const rule = temporal(type, expression(condition));
  expect(ends(await watch([rule]).observe(sightings(text)))).toEqual(expected);
});

test('an event that several rules matched stands for each of them, and counts once', async () => {
  const rule = temporal('temporal', bounds({ gte: 2 }));
  const both = [seen(a, 1, {}, 'e'), seen(b, 1, {}, 'e')];
  const { observe } = watch([rule]);
  const first = await observe(both);
  expect(first).toMatchObject([{ value: 2, count: 1, events: ['e'], kept: ['kept e'] }]);
  expect(await observe(both)).toEqual(first);
});

test('an event is not asked about before it stands for all of its rules', async () => {
  const rule = temporal('temporal', expression(and(sel('a'), not(sel('b')))));
  const both = [seen(a, 1, {}, 'e'), seen(b, 1, {}, 'e')];
  expect(await watch([rule]).observe(both)).toEqual([]);
});
