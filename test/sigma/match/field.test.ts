import { expect, test } from 'vitest';
import { fieldReader } from '../../../src/sigma/match/field.ts';

test.each<[string, string, Record<string, unknown>, readonly unknown[]]>([
  ['a plain key', 'a', { a: 1 }, [1]],
  ['a missing key', 'a', { b: 1 }, []],
  ['a key that holds null', 'a', { a: null }, [null]],
  ['a path', 'a.b.c', { a: { b: { c: 1 } } }, [1]],
  ['a path that ends too soon', 'a.b.c', { a: { b: 1 } }, []],
  ['a path through null', 'a.b', { a: null }, []],
  ['a literal key over the path', 'a.b', { 'a.b': 1, a: { b: 2 } }, [1]],
  ['a literal key further down', 'a.b.c', { a: { 'b.c': 1, b: { c: 2 } } }, [1]],
  ['the longest literal key', 'a.b.c', { 'a.b': { c: 1 }, a: { 'b.c': 2 } }, [1]],
  ['the path where the literal key leads nowhere', 'a.b.c', { 'a.b': {}, a: { b: { c: 1 } } }, [1]],
  ['the members of an array', 'a', { a: [1, 2] }, [1, 2]],
  ['the members of arrays in arrays', 'a', { a: [[1, [2]], 3] }, [1, 2, 3]],
  ['an empty array, as null', 'a', { a: [] }, [null]],
  ['a path that fans out', 'a.b', { a: [{ b: 1 }, { c: 2 }, { b: [3, 4] }] }, [1, 3, 4]],
  ['no index of an array', 'a.0', { a: ['x'] }, []],
  ['no length of an array', 'a.length', { a: ['x'] }, []],
  ['no length of a text', 'a.length', { a: 'x' }, []],
  ['a map as a value', 'a', { a: { b: 1 } }, [{ b: 1 }]],
  ['nothing inherited', 'constructor', {}, []],
  ['nothing inherited further down', 'a.toString', { a: {} }, []],
  ['names with signs', 'x-acs_sign.a-b', { 'x-acs_sign': { 'a-b': 1 } }, [1]],
])('a field reads %s', (_, field, event, values) => {
  expect(fieldReader(field)(event)).toEqual(values);
});

test('a field named __proto__ is read where the event has it as its own', () => {
  const event: Record<string, unknown> = JSON.parse('{"__proto__": {"admin": "yes"}}');
  expect(fieldReader('__proto__.admin')(event)).toEqual(['yes']);
  expect(fieldReader('admin')(event)).toEqual([]);
  expect(fieldReader('__proto__')({})).toEqual([]);
});
