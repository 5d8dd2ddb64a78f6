import { type Address, parseAddress } from '../items/address.ts';
import { toNumber } from '../items/comparator.ts';
import { foldCase } from '../items/fold-case.ts';
import { valueText } from '../items/value-text.ts';
import { eventValues } from './event-values.ts';
import { fieldReader } from './field.ts';
import { oncePerEvent, type Scope } from './scope.ts';

/** What the event has under one field, each reading of it made once an event. */
export interface FieldValues {
  /** Empty where the event has no such field. */
  readonly values: () => readonly unknown[];
  /** The texts of the values that have one. */
  readonly texts: () => readonly string[];
  readonly folded: () => readonly string[];
  readonly numbers: () => readonly number[];
  readonly addresses: () => readonly Address[];
  /** Makes a check that one of the texts, folded, is among the wanted ones. */
  readonly isAnyOf: (wanted: Iterable<string>) => () => boolean;
}

export interface Fields {
  field(name: string): FieldValues;
  /** Every value of the event, which keywords are searched in. */
  readonly keywords: FieldValues;
}

export function openFields(scope: Scope): Fields {
  const fields = new Map<string, FieldValues>();
  return {
    field(name) {
      const known = fields.get(name);
      if (known !== undefined) return known;
      const read = fieldReader(name);
      const opened = fieldValues(scope, () => read(scope.event));
      fields.set(name, opened);
      return opened;
    },
    keywords: fieldValues(scope, () => eventValues(scope.event)),
  };
}

function fieldValues(scope: Scope, read: () => readonly unknown[]): FieldValues {
  const values = oncePerEvent(scope, read);
  const foldedText = openFolding();
  const texts = oncePerEvent(scope, () => collect(values(), valueText));
  const folded = oncePerEvent(scope, () => collect(values(), foldedText));
  return {
    values,
    texts,
    folded,
    isAnyOf: openWanted(scope, folded),
    numbers: oncePerEvent(scope, () => collect(values(), toNumber)),
    addresses: oncePerEvent(scope, () => collect(texts(), parseAddress)),
  };
}

/**
 * However many checks want a text of the field, it is looked up once an event: each check then only
 * sees whether it was among those that the text led to.
 */
function openWanted(
  scope: Scope,
  folded: () => readonly string[],
): (wanted: Iterable<string>) => () => boolean {
  const checksOf = new Map<string, number[]>();
  /** In which turn each check was last led to. */
  const turns: number[] = [];
  let looked = 0;

  function lookUp(): void {
    const given = folded();
    looked = scope.turn;
    for (const text of given) {
      const checks = checksOf.get(text);
      if (checks !== undefined) for (const check of checks) turns[check] = looked;
    }
  }

  return (wanted) => {
    const check = turns.push(0) - 1;
    for (const text of wanted) {
      const others = checksOf.get(text);
      if (others === undefined) checksOf.set(text, [check]);
      else others.push(check);
    }
    // It may be made while an event is being matched, after the others were looked up.
    looked = 0;
    return () => {
      if (looked !== scope.turn) lookUp();
      return turns[check] === looked;
    };
  };
}

/** Folds texts, of which the same one often comes again and again. */
function openFolding(): (value: unknown) => string | undefined {
  let last: string | undefined;
  let folded = '';
  return (value) => {
    const text = valueText(value);
    if (text === undefined) return undefined;
    if (text !== last) folded = foldCase(text);
    last = text;
    return folded;
  };
}

const nothing: readonly never[] = [];

/** What `read` makes of each, without those it makes nothing of. */
function collect<From, To>(
  from: readonly From[],
  read: (each: From) => To | undefined,
): readonly To[] {
  if (from.length === 0) return nothing;
  const found: To[] = [];
  for (const each of from) {
    const to = read(each);
    if (to !== undefined) found.push(to);
  }
  return found;
}
