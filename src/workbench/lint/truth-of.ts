import { foldCondition } from '../../sigma/fold-condition.ts';
import { foldCase } from '../../sigma/items/fold-case.ts';
import type { Detection, Item, Selection } from '../../sigma/rule.ts';
import { all, any, opposite, type Truth } from '../../sigma/truth.ts';

/** Statements beyond this many are not weighed against each other: nobody could follow such a rule. */
const MOST_STATEMENTS = 16;

/**
 * Finds detections that contradict themselves, and those that no event escapes, by their form: what
 * asks for the same twice is true twice, and a value that is in one list is in each longer one. What
 * two different patterns have to do with each other is not seen, so 'open' may be too much, while
 * 'always' and 'never' are sure.
 */
export function truthOf(detection: Detection): Truth {
  const statements = new Map<string, Statement>();
  const formula = foldCondition<Formula>(detection, {
    selection: (selection) => ofSelection(selection, statement),
    not: (of) => ({ kind: 'not', of }),
    all: (of) => ({ kind: 'all', of }),
    any: (of) => ({ kind: 'any', of }),
  });
  if (statements.size > MOST_STATEMENTS) return 'open';
  const stated = [...statements.values()];
  if (!canBe('always', formula, stated)) return 'never';
  return canBe('never', formula, stated) ? 'open' : 'always';

  function statement(key: string, item: Item): Formula {
    const known = statements.get(key) ?? { key, item };
    statements.set(key, known);
    return { kind: 'statement', statement: known };
  }
}

/** Something that may be true of an event or not. */
interface Statement {
  readonly key: string;
  readonly item: Item;
}

type Formula =
  | { readonly kind: 'statement'; readonly statement: Statement }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Formula[] };

function ofSelection(
  selection: Selection,
  statement: (key: string, item: Item) => Formula,
): Formula {
  if (selection.kind === 'all' || selection.kind === 'any') {
    return {
      kind: selection.kind,
      of: selection.of.map((each) => ofSelection(each, statement)),
    };
  }
  const { modifiers, values } = selection;
  const field = selection.kind === 'field' ? selection.field : undefined;
  // That a field is there, and that it is not, is one statement and its opposite.
  const isAbsence = modifiers.includes('exists') && values[0] === false;
  const isTurned = isAbsence || modifiers.includes('neq');
  const straight: Item = {
    ...selection,
    modifiers: modifiers.filter((name) => name !== 'neq'),
    values: isAbsence ? [true] : values,
  };
  const texts = comparables(straight).toSorted();
  const formula = statement(JSON.stringify([field, straight.modifiers, texts]), straight);
  return isTurned ? { kind: 'not', of: formula } : formula;
}

/** What is taken to be true of an event, and what is not. */
type Choice = ReadonlyMap<Statement, boolean>;

/** Whether a formula can come out so, for some choice of what is true that does not contradict itself. */
function canBe(
  wanted: 'always' | 'never',
  formula: Formula,
  statements: readonly Statement[],
  chosen: Choice = new Map(),
): boolean {
  const truth = truthUnder(chosen, formula);
  if (truth !== 'open') return truth === wanted;
  const next = statements.find((each) => !chosen.has(each));
  if (next === undefined) return true;
  const likely = wanted === 'always';
  return [likely, !likely].some((value) => {
    const choice = new Map(chosen).set(next, value);
    return isSound(choice) && canBe(wanted, formula, statements, choice);
  });
}

function truthUnder(chosen: Choice, formula: Formula): Truth {
  switch (formula.kind) {
    case 'statement': {
      const value = chosen.get(formula.statement);
      return value === undefined ? 'open' : value ? 'always' : 'never';
    }
    case 'not':
      return opposite(truthUnder(chosen, formula.of));
    case 'all':
      return all(formula.of.map((each) => truthUnder(chosen, each)));
    case 'any':
      return any(formula.of.map((each) => truthUnder(chosen, each)));
  }
}

function isSound(chosen: Choice): boolean {
  const stated = [...chosen];
  const held = stated.filter(([, value]) => value).map(([{ item }]) => item);
  const missed = stated.filter(([, value]) => !value).map(([{ item }]) => item);
  return !held.some((item) => missed.some((other) => follows(item, other)));
}

/** Whether an item can only be true of events of which the other is true too. */
function follows(item: Item, other: Item): boolean {
  if (item.kind !== 'field' || other.kind !== 'field' || item.field !== other.field) return false;
  if (isExistence(other)) return !isExistence(item) && !item.values.includes(null);
  if (JSON.stringify(item.modifiers) !== JSON.stringify(other.modifiers)) return false;
  const texts = new Set(comparables(other));
  const mine = comparables(item);
  if (!item.modifiers.includes('all')) return mine.every((text) => texts.has(text));
  return [...texts].every((text) => mine.includes(text));
}

function isExistence({ modifiers }: Item): boolean {
  return modifiers.includes('exists');
}

/** Modifiers under which a value is another one in other capitals. */
const casedModifiers = ['cased', 're', 'base64', 'base64offset', 'fieldref'];

/** Values as they are told apart: a number and the text of it are two things. */
function comparables({ modifiers, values }: Item): readonly string[] {
  const isCased = modifiers.some((name) => casedModifiers.includes(name));
  return values.map((value) =>
    JSON.stringify(typeof value === 'string' && !isCased ? foldCase(value) : value),
  );
}
