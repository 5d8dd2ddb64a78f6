import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCollection } from '../../../src/sigma/collection/read-collection.ts';
import type { Event } from '../../../src/sigma/event.ts';
import { compileRules } from '../../../src/sigma/match/compile-rules.ts';
import {
  type Explained,
  type ExplainedItem,
  openExplain,
} from '../../../src/sigma/match/explain.ts';
import type { Rule } from '../../../src/sigma/rule.ts';
import { ruleText, selection } from '../one-rule.ts';
import { eventFor } from '../plain/any-event.ts';
import { anyRule } from '../plain/arbitrary.ts';

const explain = openExplain();

function throwFault(_: unknown, error: unknown): never {
  throw error;
}

function ruleOf(...texts: readonly string[]): Rule {
  const files = texts.map((text, at) => ({ text, file: `${at}.yml` }));
  const { rules, problems } = readCollection(files, new Map());
  const [rule] = rules;
  if (rule === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return rule;
}

function explained(detection: string, event: Event): Explained {
  return explain(ruleOf(ruleText(detection)).detection, event);
}

function itemsIn(node: Explained): readonly ExplainedItem[] {
  if (node.kind === 'item') return [node];
  return Array.isArray(node.of) ? node.of.flatMap(itemsIn) : itemsIn(node.of as Explained);
}

function itemOf(flow: string, event: Event): ExplainedItem {
  const [item] = itemsIn(explained(selection(flow), event));
  if (item === undefined) throw new Error('no item');
  return item;
}

/** What a node has to be, by what it is made of. */
function fitsItsParts(node: Explained): boolean {
  switch (node.kind) {
    case 'item':
      return true;
    case 'not':
      return node.holds === !node.of.holds && fitsItsParts(node.of);
    case 'selection':
    case 'filter':
      return node.holds === node.of.holds && fitsItsParts(node.of);
    default: {
      const every =
        node.kind === 'and' ||
        node.kind === 'all' ||
        (node.kind === 'quantified' && node.quantity === 'all');
      const holds = every
        ? node.of.every((part) => part.holds)
        : node.of.some((part) => part.holds);
      return node.holds === holds && node.of.every(fitsItsParts);
    }
  }
}

test('it says of a rule what the engine says, and of each part what its own parts make of it', () => {
  const anyCase = anyRule().chain((rule) => fc.tuple(fc.constant(rule), eventFor([rule])));
  fc.assert(
    fc.property(anyCase, ([rule, event]) => {
      const said = explain(rule.detection, event);
      expect(said.holds).toBe(compileRules([rule]).match(event, throwFault).length === 1);
      expect(fitsItsParts(said)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('what an item asks of one value decides as the item does', () => {
  const anyCase = anyRule().chain((rule) => fc.tuple(fc.constant(rule), eventFor([rule])));
  fc.assert(
    fc.property(anyCase, ([rule, event]) => {
      for (const { item, holds, met } of itemsIn(explain(rule.detection, event))) {
        if (item.modifiers.includes('exists')) continue;
        const asked = item.modifiers.includes('all')
          ? met.length === item.values.length
          : met.length > 0;
        expect(holds).toBe(item.modifiers.includes('neq') ? !asked : asked);
      }
    }),
    { numRuns: 300 },
  );
});

test.each<[flow: string, event: Event, holds: boolean, seen: unknown, met: unknown]>([
  ['{a: [x, y, z]}', { a: 'Y' }, true, ['Y'], ['y']],
  ['{a: x}', { b: 'x' }, false, [], []],
  ['{a: null}', {}, true, [], [null]],
  ['{a.b|contains: x}', { a: [{ b: 'q' }, { b: 'axe' }] }, true, ['axe', 'q'], ['x']],
  ['{a|contains|all: [x, y]}', { a: ['x1', 'z'] }, false, ['x1', 'z'], ['x']],
  ['{a|neq: [x, y]}', { a: 'x' }, false, ['x'], ['x']],
  ['{a|gte: 5}', { a: '7' }, true, ['7'], [5]],
  ['{a|exists: true}', { a: 1 }, true, [1], []],
  ['[needle, pin]', { a: { b: ['hay', 'a needle'] } }, true, ['a needle'], ['needle']],
  ['{a|fieldref: b}', { a: 'x', b: 'X' }, true, ['x'], ['b']],
])('%s on %j', (flow, event, holds, seen, met) => {
  expect(itemOf(flow, event)).toMatchObject({ holds, seen, met });
});

test('a reference shows what the other field has', () => {
  expect(itemOf('{a|fieldref: b.c}', { a: 'x', b: { c: 'y' } }).referred).toEqual([
    { field: 'b.c', seen: ['y'] },
  ]);
});

test('a condition is a tree of what it is written of', () => {
  const detection =
    'detection: {sel: {a: 1}, f_x: {b: 1}, f_y: {c: 1}, condition: sel and not 1 of f_*}';
  expect(explained(detection, { a: 1, c: 1 })).toMatchObject({
    kind: 'and',
    holds: false,
    of: [
      { kind: 'selection', name: 'sel', holds: true },
      {
        kind: 'not',
        holds: false,
        of: {
          kind: 'quantified',
          pattern: 'f_*',
          holds: true,
          of: [
            { name: 'f_x', holds: false },
            { name: 'f_y', holds: true },
          ],
        },
      },
    ],
  });
});

test('a filter that was put to a rule is told from what the rule says itself', () => {
  const rule = ruleOf(
    `title: R\nid: 00000000-0000-4000-8000-000000000001\nlogsource: {product: p}\n${selection('{a: 1}')}`,
    'title: Robots\nlogsource: {product: p}\nfilter: {rules: any, sel: {b: robot}, condition: not sel}',
  );
  expect(explain(rule.detection, { a: 1, b: 'robot' })).toMatchObject({
    kind: 'and',
    holds: false,
    of: [
      { kind: 'selection', name: 'sel', holds: true },
      { kind: 'filter', title: 'Robots', holds: false, of: { kind: 'not' } },
    ],
  });
});
