import type { Condition, Detection, Item, Selection } from '../../sigma/rule.ts';

/** What a detection says whatever the event is: of 'open' it depends on the event. */
export type Truth = 'always' | 'never' | 'open';

/** Statements beyond this many are not weighed against each other: nobody could follow such a rule. */
const MOST_STATEMENTS = 16;

/**
 * Finds detections that contradict themselves, and those that no event escapes, by their form: what
 * asks for the same twice is true twice, and a value that is in one list is in each longer one. What
 * two different patterns have to do with each other is not seen, so 'open' may be too much, while
 * 'always' and 'never' are sure.
 */
export function truthOf({ selections, condition }: Detection): Truth {
  const statements = new Map<string, Statement>();
  const formula = ofCondition(condition, (name) => {
    const selection = Object.hasOwn(selections, name) ? selections[name] : undefined;
    return selection === undefined ? statement(name) : ofSelection(selection, statement);
  });
  if (statements.size > MOST_STATEMENTS) return 'open';
  const all = [...statements.values()];
  if (!canBe(true, formula, all)) return 'never';
  return canBe(false, formula, all) ? 'open' : 'always';

  function statement(key: string, item?: Item): Formula {
    const known = statements.get(key) ?? { key, item };
    statements.set(key, known);
    return { kind: 'statement', statement: known };
  }
}

/** Something that may be true of an event or not. */
interface Statement {
  readonly key: string;
  readonly item: Item | undefined;
}

type Formula =
  | { readonly kind: 'statement'; readonly statement: Statement }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Formula[] };

function ofCondition(condition: Condition, named: (name: string) => Formula): Formula {
  switch (condition.kind) {
    case 'selection':
      return named(condition.name);
    case 'not':
      return { kind: 'not', of: ofCondition(condition.of, named) };
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map((each) => ofCondition(each, named)) };
    case 'quantified':
      return {
        kind: condition.quantity === 'all' ? 'and' : 'or',
        of: condition.names.map(named),
      };
  }
}

function ofSelection(
  selection: Selection,
  statement: (key: string, item: Item) => Formula,
): Formula {
  if (selection.kind === 'all' || selection.kind === 'any') {
    return {
      kind: selection.kind === 'all' ? 'and' : 'or',
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
  const texts = straight.values.map(comparable).toSorted();
  const formula = statement(JSON.stringify([field, straight.modifiers, texts]), straight);
  return isTurned ? { kind: 'not', of: formula } : formula;
}

/** Whether a formula can come out so, for some choice of what is true that does not contradict itself. */
function canBe(
  wanted: boolean,
  formula: Formula,
  statements: readonly Statement[],
  chosen: ReadonlyMap<Statement, boolean> = new Map(),
): boolean {
  const known = valueOf(formula, chosen);
  if (known !== undefined) return known === wanted;
  const next = statements.find((each) => !chosen.has(each));
  if (next === undefined) return true;
  return [wanted, !wanted].some((value) => {
    const choice = new Map(chosen).set(next, value);
    return isSound(choice) && canBe(wanted, formula, statements, choice);
  });
}

function valueOf(formula: Formula, chosen: ReadonlyMap<Statement, boolean>): boolean | undefined {
  if (formula.kind === 'statement') return chosen.get(formula.statement);
  if (formula.kind === 'not') {
    const value = valueOf(formula.of, chosen);
    return value === undefined ? undefined : !value;
  }
  const values = formula.of.map((each) => valueOf(each, chosen));
  const settling = formula.kind === 'or';
  if (values.includes(settling)) return settling;
  return values.includes(undefined) ? undefined : !settling;
}

function isSound(chosen: ReadonlyMap<Statement, boolean>): boolean {
  const all = [...chosen];
  const held = all.filter(([, value]) => value).map(([{ item }]) => item);
  const missed = all.filter(([, value]) => !value).map(([{ item }]) => item);
  return !held.some((item) => item && missed.some((other) => other && follows(item, other)));
}

/** Whether an item can only be true of events of which the other is true too. */
function follows(item: Item, other: Item): boolean {
  if (item.kind !== 'field' || other.kind !== 'field' || item.field !== other.field) return false;
  if (isExistence(other)) return !isExistence(item) && !item.values.includes(null);
  if (JSON.stringify(item.modifiers) !== JSON.stringify(other.modifiers)) return false;
  const texts = new Set(other.values.map(comparable));
  const mine = item.values.map(comparable);
  if (!item.modifiers.includes('all')) return mine.every((text) => texts.has(text));
  return [...texts].every((text) => mine.includes(text));
}

function isExistence({ modifiers }: Item): boolean {
  return modifiers.includes('exists');
}

/** A number and the text of it are two things; capitals are told apart only by some modifiers. */
function comparable(value: Item['values'][number]): string {
  return JSON.stringify(value);
}
