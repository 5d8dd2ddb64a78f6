import type { CorrelationRule } from '../correlation-rule.ts';
import { fieldReader, type FieldReader } from '../match/field.ts';
import { fingerprint } from './fingerprint.ts';

/** A correlation made ready. */
export interface Plan {
  readonly correlation: CorrelationRule;
  /** Its id, or its title. */
  readonly name: string;
  /** What the keys of its groups begin with. It changes with what the correlation looks for. */
  readonly prefix: string;
  readonly spanMs: number;
  readonly silent: boolean;
  /** By how the correlation calls a rule: how to read that rule's events. */
  readonly readers: ReadonlyMap<string, Readers>;
}

export interface Readers {
  /** Of `group-by`, and of the condition's fields. */
  readonly groupBy: readonly FieldReader[];
  readonly values: readonly FieldReader[];
}

export function planCorrelation(rule: CorrelationRule, rings: boolean): Plan {
  const { correlation } = rule;
  const { condition, groupBy } = correlation;
  const name = rule.id ?? rule.title;
  const fields = condition.kind === 'bounds' ? condition.fields : [];
  const readersFor = (reference: string): Readers => {
    const reader = (field: string): FieldReader => fieldReader(fieldOf(rule, field, reference));
    return { groupBy: groupBy.map(reader), values: fields.map(reader) };
  };
  return {
    correlation: rule,
    name,
    prefix: fingerprint(JSON.stringify([name, correlation])),
    spanMs: correlation.timespan * 1_000,
    silent: !rings,
    readers: new Map(correlation.rules.map((reference) => [reference, readersFor(reference)])),
  };
}

/**
 * The field that a name stands for in the events of one rule (Sigma specification 2.1.0, "Field Name
 * Aliases"). An alias that says nothing of the rule is a field itself: a correlation shows its groups
 * to others under the names by which it made them.
 */
export function fieldOf({ correlation }: CorrelationRule, name: string, reference: string): string {
  const alias = Object.hasOwn(correlation.aliases, name) ? correlation.aliases[name] : undefined;
  return alias !== undefined && Object.hasOwn(alias, reference) ? (alias[reference] ?? name) : name;
}
