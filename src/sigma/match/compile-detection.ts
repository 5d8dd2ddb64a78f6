import { foldCase } from '../items/fold-case.ts';
import { readItem } from '../items/read-item.ts';
import type { Condition, Detection, Item, Selection } from '../rule.ts';
import { always, type Check, compileTests, every, some, wholeText } from './compile-test.ts';
import type { Fields } from './fields.ts';
import type { FieldClues } from './plan-rules.ts';
import { oncePerEvent, type Scope } from './scope.ts';

/** Compiles detections to checks of the scope's event. */
export interface DetectionCompiler {
  /**
   * Given the clues that a detection was filed under, the check is only asked of events that show one
   * of them. Throws where the detection was not made by `parseRules`.
   */
  compile(detection: Detection, clues?: readonly FieldClues[]): Check;
}

/** Items that say the same are one check for all rules, made once an event. */
export function openDetectionCompiler(scope: Scope, fields: Fields): DetectionCompiler {
  const items = new Map<string, { readonly check: Check; readonly shared: boolean }>();

  function compileShared(item: Item, clues: readonly FieldClues[]): Check {
    if (isShown(item, clues)) return always;
    const field = item.kind === 'field' ? item.field : undefined;
    const key = JSON.stringify([field, item.modifiers, item.values]);
    const known = items.get(key);
    // Remembering costs more than most checks, so it begins with the second rule that asks.
    const check =
      known === undefined
        ? { check: compileItem(item, fields), shared: false }
        : known.shared
          ? known
          : { check: oncePerEvent(scope, known.check), shared: true };
    items.set(key, check);
    return check.check;
  }

  function compileSelection(selection: Selection, clues: readonly FieldClues[]): Check {
    switch (selection.kind) {
      case 'all':
        return every(selection.of.map((each) => compileSelection(each, clues)));
      case 'any':
        return some(selection.of.map((each) => compileSelection(each, clues)));
      case 'field':
      case 'keywords':
        return compileShared(selection, clues);
    }
  }

  return {
    compile({ selections, condition }, clues = []) {
      const named = new Map(
        Object.entries(selections).map(([name, selection]) => [
          name,
          compileSelection(selection, clues),
        ]),
      );
      return compileCondition(condition, named);
    },
  };
}

function compileCondition(condition: Condition, named: ReadonlyMap<string, Check>): Check {
  const checkOf = (name: string): Check => {
    const check = named.get(name);
    if (check === undefined) throw new Error(`no selection '${name}'`);
    return check;
  };
  const compile = (each: Condition): Check => compileCondition(each, named);
  switch (condition.kind) {
    case 'selection':
      return checkOf(condition.name);
    case 'not':
      return negate(compile(condition.of));
    case 'and':
      return every(condition.of.map(compile));
    case 'or':
      return some(condition.of.map(compile));
    case 'quantified': {
      const checks = condition.names.map(checkOf);
      return condition.quantity === 'all' ? every(checks) : some(checks);
    }
  }
}

/** Whether every clue that an event may show already says that the item is true of it. */
function isShown(item: Item, clues: readonly FieldClues[]): boolean {
  const [clue, ...others] = clues;
  if (clue === undefined || others.length > 0 || item.kind !== 'field') return false;
  if (item.field !== clue.field || clue.parts.length > 0 || clue.numbers.length > 0) return false;
  const read = readItem(item);
  if (read.kind === 'presence' || read.negated || read.quantity === 'all') return false;
  const texts = new Set<string>();
  for (const test of read.values.flat()) {
    const whole = test.kind === 'text' && !test.cased ? wholeText(test.pattern) : undefined;
    if (whole !== undefined) texts.add(foldCase(whole));
  }
  return clue.texts.every((text) => texts.has(text));
}

/**
 * A field that is missing has no values, so no test of it is true but that for null, and `not` of the
 * item is. Under `all`, each value of the rule may be met by another value of the event.
 */
function compileItem(item: Item, fields: Fields): Check {
  const values = item.kind === 'field' ? fields.field(item.field) : fields.keywords;
  const read = readItem(item);
  if (read.kind === 'presence') return () => values.values().length > 0 === read.wanted;
  const check =
    read.quantity === 'all'
      ? every(read.values.map((tests) => compileTests(tests, values, fields)))
      : compileTests(read.values.flat(), values, fields);
  return read.negated ? negate(check) : check;
}

function negate(check: Check): Check {
  return () => !check();
}
