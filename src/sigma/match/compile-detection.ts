import type { Condition, Detection, Selection } from '../rule.ts';
import { compileItem, type EventTest } from './compile-item.ts';

/** Turns a detection into one test of events. Throws where the rule was not made by `parseRules`. */
export function compileDetection(detection: Detection): EventTest {
  const selections = new Map(
    Object.entries(detection.selections).map(([name, selection]) => [
      name,
      compileSelection(selection),
    ]),
  );

  function named(name: string): EventTest {
    const test = selections.get(name);
    if (test === undefined) throw new Error(`no selection '${name}'`);
    return test;
  }

  function compileCondition(condition: Condition): EventTest {
    switch (condition.kind) {
      case 'selection':
        return named(condition.name);
      case 'not': {
        const test = compileCondition(condition.of);
        return (event) => !test(event);
      }
      case 'and':
        return every(condition.of.map(compileCondition));
      case 'or':
        return some(condition.of.map(compileCondition));
      case 'quantified': {
        const tests = condition.names.map(named);
        return condition.quantity === 'all' ? every(tests) : some(tests);
      }
    }
  }

  return compileCondition(detection.condition);
}

function compileSelection(selection: Selection): EventTest {
  switch (selection.kind) {
    case 'all':
      return every(selection.of.map(compileSelection));
    case 'any':
      return some(selection.of.map(compileSelection));
    case 'field':
    case 'keywords':
      return compileItem(selection);
  }
}

function every(tests: readonly EventTest[]): EventTest {
  return (event) => tests.every((test) => test(event));
}

function some(tests: readonly EventTest[]): EventTest {
  return (event) => tests.some((test) => test(event));
}
