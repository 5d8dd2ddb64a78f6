import { compare } from '../items/comparator.ts';
import { foldCase } from '../items/fold-case.ts';
import { matchPattern } from '../items/match-pattern.ts';
import { type Network, networkContains } from '../items/network.ts';
import type { Pattern } from '../items/pattern.ts';
import { compileRegex } from '../items/regex.ts';
import { timePart } from '../items/time-part.ts';
import type { Shape, ValueTest } from '../items/value-test.ts';
import type { FieldValues, Fields } from './fields.ts';

/** Whether something is true of the event that is being matched. */
export type Check = () => boolean;

/** Whether any value of a field meets any of the tests. What equals is looked up, not tried in turn. */
export function compileTests(
  tests: readonly ValueTest[],
  values: FieldValues,
  fields: Fields,
): Check {
  const folded = new Set<string>();
  const cased = new Set<string>();
  const numbers = new Set<number>();
  const networks: Network[] = [];
  const checks: Check[] = [];
  for (const test of tests) {
    const whole = test.kind === 'text' ? wholeText(test.pattern) : undefined;
    if (test.kind === 'text' && whole !== undefined) {
      if (test.cased) cased.add(whole);
      else folded.add(foldCase(whole));
    } else if (test.kind === 'number' && test.comparator === 'eq') numbers.add(test.value);
    else if (test.kind === 'network') networks.push(test.network);
    else checks.push(compileTest(test, values, fields));
  }
  if (networks.length > 0) checks.push(inAnyOf(networks, values));
  if (numbers.size > 0) checks.unshift(anyOf(values.numbers, (number) => numbers.has(number)));
  if (cased.size > 0) checks.unshift(anyOf(values.texts, (text) => cased.has(text)));
  if (folded.size > 0) checks.unshift(values.isAnyOf(folded));
  return some(checks);
}

/** The one text that a pattern without wildcards fits. */
export function wholeText([literal = '', ...rest]: Pattern): string | undefined {
  return typeof literal === 'string' && rest.length === 0 ? literal : undefined;
}

function inAnyOf(networks: readonly Network[], values: FieldValues): Check {
  return () => {
    for (const address of values.addresses()) {
      for (const network of networks) if (networkContains(network, address)) return true;
    }
    return false;
  };
}

function compileTest(
  test: Exclude<ValueTest, { kind: 'network' }>,
  values: FieldValues,
  fields: Fields,
): Check {
  switch (test.kind) {
    case 'text': {
      if (test.cased) return anyOf(values.texts, matchPattern(test.pattern));
      const folded = test.pattern.map((part) => (typeof part === 'string' ? foldCase(part) : part));
      return anyOf(values.folded, matchPattern(folded));
    }
    case 'number':
      return anyOf(values.numbers, (number) => compare(number, test.comparator, test.value));
    case 'null':
      return () => {
        const given = values.values();
        return given.length === 0 || given.includes(null);
      };
    case 'regex': {
      let regex: ((text: string) => boolean) | undefined;
      // Compiled when it is first needed, which most of a thousand rules never are.
      return anyOf(values.texts, (text) => (regex ??= compileRegex(test.source, test.flags))(text));
    }
    case 'time':
      return anyOf(values.values, (value) => {
        const part = timePart(test.part, value);
        return part !== undefined && compare(part, test.comparator, test.value);
      });
    case 'field': {
      const other = fields.field(test.field);
      const [left, right] = test.cased
        ? [values.texts, other.texts]
        : [values.folded, other.folded];
      const fits = shapes[test.shape];
      return anyOf(left, (text) => right().some((part) => fits(text, part)));
    }
  }
}

/** An empty text is in every text, which says nothing about two fields. */
const shapes: Readonly<Record<Shape, (text: string, part: string) => boolean>> = {
  whole: (text, part) => text === part,
  start: (text, part) => part !== '' && text.startsWith(part),
  end: (text, part) => part !== '' && text.endsWith(part),
  anywhere: (text, part) => part !== '' && text.includes(part),
};

function anyOf<Value>(given: () => readonly Value[], test: (value: Value) => boolean): Check {
  return () => {
    for (const value of given()) if (test(value)) return true;
    return false;
  };
}

/** What nothing has to be looked up for. */
export const always: Check = () => true;

export function every(all: readonly Check[]): Check {
  const checks = all.filter((check) => check !== always);
  const [first, second, ...rest] = checks;
  if (first === undefined) return always;
  if (second === undefined) return first;
  if (rest.length === 0) return () => first() && second();
  return () => {
    for (const check of checks) if (!check()) return false;
    return true;
  };
}

export function some(checks: readonly Check[]): Check {
  const [first, second, ...rest] = checks;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (rest.length === 0) return () => first() || second();
  return () => {
    for (const check of checks) if (check()) return true;
    return false;
  };
}
