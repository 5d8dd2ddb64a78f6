import { expect, test } from 'vitest';
import type { Event } from '../../../src/sigma/event.ts';
import { modifiers } from '../../../src/sigma/items/modifiers.ts';
import { matches, selection } from '../one-rule.ts';
import { eventVectors, valueVectors } from '../vectors.ts';

test.each<[string, unknown, boolean]>([
  ['contains: foo', 'a FOO b', true],
  ['contains: foo', 'fo', false],
  ['contains: "f*o?"', 'a fzzox b', true],
  ['contains: "f*o?"', 'a fo', false],
  ["contains: '\\*'", 'a*b', true],
  ["contains: '\\*'", 'ab', false],
  ['contains: "5"', 1523, true],
  ['contains: [foo, bar]', 'bar', true],
  ['contains: foo', null, false],
  ['contains: foo', ['x', 'a foo'], true],
  ['contains|all: [foo, bar]', 'bar foo', true],
  ['contains|all: [foo, bar]', 'foo', false],
  ['all|contains: [foo, bar]', 'bar foo', true],
  ['startswith: foo', 'Foobar', true],
  ['startswith: foo', 'a foo', false],
  ['startswith: "f?o"', 'fxobar', true],
  ["startswith: 'foo\\'", 'foo\\bar', true],
  ['endswith: foo', 'barFOO', true],
  ['endswith: foo', 'foobar', false],
  ["endswith: '\\foo'", 'bar\\foo', true],
  ['startswith|all: [f, fo]', 'foo', true],
  ['startswith|all: [f, o]', 'foo', false],
  ['re: "^D.l"', 'Delete', true],
  ['re: "^d.l"', 'Delete', false],
  ['re|i: "^d.l"', 'Delete', true],
  ['re: e.e', 'Delete', true],
  ['re: "^b"', 'a\nb', false],
  ['re|m: "^b"', 'a\nb', true],
  ['re: a.b', 'a\nb', false],
  ['re|s: a.b', 'a\nb', true],
  ['re|i|m|s: "^B.c"', 'a\nb\nC', true],
  ['re: ^\\d+$', 1523, true],
  ["re: '\\*'", 'a*b', true],
  ['re: [foo, bar]', 'bar', true],
  ['re|all: [foo, bar]', 'bar', false],
  ['re|all|i: [foo, bar]', 'FOO BAR', true],
  ['re: .', null, false],
  ['cidr: 10.0.0.0/8', '10.1.1.1', true],
  ['cidr: 10.0.0.0/8', '11.1.1.1', false],
  ['cidr: [10.0.0.0/8, "2001:db8::/32"]', '2001:db8::1', true],
  ['cidr: 10.0.0.0/8', 10, false],
  ['cidr: 10.0.0.0/8', null, false],
])('a|%s on the value %j: %j', (item, value, expected) => {
  expect(matches(selection(`{a|${item}}`), { a: value })).toBe(expected);
});

test.each<[string, Event, boolean]>([
  ['a|exists: true', { a: 1 }, true],
  ['a|exists: true', { a: null }, true],
  ['a|exists: true', { a: '' }, true],
  ['a|exists: true', { a: [] }, true],
  ['a|exists: true', { a: {} }, true],
  ['a|exists: true', { b: 1 }, false],
  ['a|exists: false', { b: 1 }, true],
  ['a|exists: false', { a: null }, false],
  ['a.b|exists: true', { a: [{}, { b: 1 }] }, true],
  ['a.b|exists: false', { a: [{}] }, true],
  ['toString|exists: true', {}, false],
])('%s on %j: %j', (item, event, expected) => {
  expect(matches(selection(`{${item}}`), event)).toBe(expected);
});

// `expand` needs the project's lists: test/expand.test.ts has its vectors.
test.each([...modifiers.keys()].filter((name) => name !== 'expand'))(
  '%s has vectors that match and vectors that do not',
  (name) => {
    const expected = [...valueVectors, ...eventVectors].flatMap(([text, , matched]) =>
      text.split(/[:{}'"]/, 3).some((key) => key.split('|').slice(1).includes(name))
        ? [matched]
        : [],
    );
    expect(new Set(expected)).toEqual(new Set([true, false]));
  },
);
