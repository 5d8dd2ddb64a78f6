import { expect, test } from 'vitest';
import type { Event } from '../../../src/sigma/event.ts';
import { matches, selection } from '../one-rule.ts';

test.each<[string, string, Event, boolean]>([
  ['a map needs all of its items', '{a: x, b: y}', { a: 'x', b: 'y' }, true],
  ['a map needs all of its items', '{a: x, b: y}', { a: 'x', b: 'z' }, false],
  ['a list of maps needs one', '[{a: x}, {b: y}]', { b: 'y' }, true],
  ['a list of maps needs one', '[{a: x}, {b: y}]', { a: 'y', b: 'x' }, false],
  ['a list of values needs one', '{a: [x, y]}', { a: 'y' }, true],
  ['a list of values needs one', '{a: [x, y]}', { a: 'z' }, false],
  ['a list may mix keywords and maps', '[foo, {a: x}]', { b: 'a foo' }, true],
  ['a list may mix keywords and maps', '[foo, {a: x}]', { a: 'x' }, true],
  ['an array needs one member', '{a: x}', { a: ['w', 'x'] }, true],
  ['an array needs one member', '{a: x}', { a: ['w'] }, false],
  ['all may be met by several members', '{a|all: [x, y]}', { a: ['x', 'y'] }, true],
  ['all may be met by several members', '{a|all: [x, y]}', { a: ['x'] }, false],
])('%s: %s on %j is %j', (_, flow, event, expected) => {
  expect(matches(selection(flow), event)).toBe(expected);
});

test.each<[string, unknown, boolean]>([
  ['Delete', 'delete', true],
  ['ΟΔΟΣ*', 'οδοσα', true],
  ['x', ' x', false],
  ['"*"', '', true],
  ['"*"', null, false],
  ["'5'", 5, true],
  ["'true'", true, true],
  ["'null'", null, false],
  ["''", '', true],
  ["''", null, false],
  ["''", ' ', false],
  ["''", 0, false],
  ['null', null, true],
  ['null', '', false],
  ['null', 0, false],
  ['null', 'null', false],
  ['null', [], true],
  ['[]', null, true],
  ['[]', '', false],
  ['[null, x]', null, true],
  ['[null, x]', 'x', true],
  ['[null, x]', 'y', false],
  ['5', 5, true],
  ['5', 5.0, true],
  ['5', '5', true],
  ['5', '5.0', true],
  ['5', '05', true],
  ['5', '5e0', true],
  ['5', 'five', false],
  ['5', [4, '5'], true],
  ['0', '', false],
  ['0', ' ', false],
  ['0', null, false],
  ['0', false, false],
  ['16', '0x10', false],
  ['-1.5', '-1.5', true],
  ['true', true, true],
  ['true', 'True', true],
  ['true', 'TRUE', true],
  ['true', 1, false],
  ['false', false, true],
  ['false', null, false],
  ['false', '', false],
  ['x', { x: 'x' }, false],
  ['"*"', {}, false],
])('the value %s and the event value %j: %j', (value, given, expected) => {
  expect(matches(selection(`{a: ${value}}`), { a: given })).toBe(expected);
});

test.each(['{a: x}', "{a: ''}", "{a: '*'}", '{a|contains: x}', '{a|re: .}', '{a|cidr: 0.0.0.0/0}'])(
  'without its field %s is false, and its negation true',
  (flow) => {
    expect(matches(`detection: {sel: ${flow}, condition: sel}`, { b: 'x' })).toBe(false);
    expect(matches(`detection: {sel: ${flow}, condition: not sel}`, { b: 'x' })).toBe(true);
  },
);

test('a field that is missing has no value, which is null', () => {
  for (const flow of ['{a: null}', '{a: []}', '{a: [null, x]}', '{a|neq: x}']) {
    expect(matches(selection(flow), {})).toBe(true);
  }
  expect(matches(selection('{a|neq: null}'), {})).toBe(false);
});

test.each<[string, Event, boolean]>([
  ['[foo]', { a: 'some FOO here' }, true],
  ['[foo]', { a: { b: [{ c: 'foo' }] } }, true],
  ['[foo]', { foo: 'bar' }, false],
  ['[foo, bar]', { a: 'bar' }, true],
  ['foo', { a: 'foo' }, true],
  ['["f*o"]', { a: 'a fzzo b' }, true],
  ['[443]', { a: 'port 443' }, true],
  ['[443]', { a: 443 }, true],
  ['[true]', { a: true }, true],
  ["{'|all': [foo, bar]}", { a: 'foo', b: { c: 'bar' } }, true],
  ["{'|all': [foo, bar]}", { a: 'foo' }, false],
  ["{'|all': [foo, bar], a: x}", { a: 'x', b: 'foo bar' }, true],
  ["{'|all': [foo, bar], a: x}", { a: 'y', b: 'foo bar' }, false],
  ["{'|re': 'fo{2}$'}", { a: 'a foo' }, true],
  ["{'|re': 'fo{2}$'}", { a: 'a foo b' }, false],
  ["{'|cidr': 10.0.0.0/8}", { a: '10.1.1.1' }, true],
  ["{'|startswith': foo}", { a: 'a foo' }, false],
])('the keywords %s on %j: %j', (flow, event, expected) => {
  expect(matches(selection(flow), event)).toBe(expected);
});
