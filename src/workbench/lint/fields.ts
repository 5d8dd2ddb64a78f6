import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import { didYouMean } from '../../sigma/did-you-mean.ts';
import type { Path } from '../../sigma/parse/open-places.ts';
import type { Place } from '../../sigma/problem.ts';
import type { Rule } from '../../sigma/rule.ts';
import { recordFields } from '../record-fields.ts';
import { type Finding, finding } from './finding.ts';
import { type Linted, namedHeadings, type RulePlaces } from './linted.ts';
import { ruleItems, valuePath } from './rule-items.ts';

/** Fields that no record has, and that are near to one that records do have. */
export function* lintFields(linted: Linted): Iterable<Finding> {
  const { rules, correlations, isNamed, placesOf } = linted;
  const aliases = new Set(
    correlations.flatMap(({ correlation }) => Object.keys(correlation.aliases)),
  );
  for (const { field, place } of [
    ...rules.filter(isNamed).flatMap((rule) => [...fieldsOfRule(rule, placesOf(rule))]),
    ...correlations
      .filter(isNamed)
      .flatMap((rule) => [...fieldsOfCorrelation(rule, placesOf(rule))])
      .filter((named) => !aliases.has(named.field)),
    ...namedHeadings(linted).flatMap((rule) =>
      rule.fields.map((field, at) => named(field, ['fields', at], placesOf(rule))),
    ),
  ]) {
    const meant = fieldMeant(field);
    if (meant === undefined) continue;
    yield finding('unknown-field', `records have no '${field}': did you mean '${meant}'?`, place());
  }
}

interface NamedField {
  readonly field: string;
  readonly place: () => Place;
}

function named(field: string, path: Path, { value }: RulePlaces): NamedField {
  return { field, place: () => value(path) };
}

function* fieldsOfRule(rule: Rule, places: RulePlaces): Iterable<NamedField> {
  for (const each of ruleItems(rule)) {
    const { item, path } = each;
    if (item.kind !== 'field') continue;
    yield { field: item.field, place: () => places.key(path) };
    if (!item.modifiers.includes('fieldref')) continue;
    for (const [at, value] of item.values.entries()) {
      yield { field: String(value), place: () => places.value(valuePath(each, at, places)) };
    }
  }
}

function* fieldsOfCorrelation(
  { correlation }: CorrelationRule,
  places: RulePlaces,
): Iterable<NamedField> {
  const { groupBy, condition, aliases } = correlation;
  for (const [at, field] of groupBy.entries()) {
    yield named(field, ['correlation', 'group-by', at], places);
  }
  const counted = condition.kind === 'bounds' ? condition.fields : [];
  for (const [at, field] of counted.entries()) {
    yield named(field, ['correlation', 'condition', 'field', at], places);
  }
  for (const [alias, fields] of Object.entries(aliases)) {
    for (const [reference, field] of Object.entries(fields)) {
      yield named(field, ['correlation', 'aliases', alias, reference], places);
    }
  }
}

/** The parts of a field's name, by what stands before them. */
const known: ReadonlyMap<string, ReadonlySet<string>> = partsByPath();

function partsByPath(): ReadonlyMap<string, ReadonlySet<string>> {
  const byPath = new Map<string, Set<string>>();
  for (const field of recordFields) {
    const parts = field.split('.');
    for (const [at, part] of parts.entries()) {
      const before = parts.slice(0, at).join('.');
      byPath.set(before, (byPath.get(before) ?? new Set()).add(part));
    }
  }
  return byPath;
}

/** The field that was meant by one that there is not; undefined where it is there, or none is near. */
function fieldMeant(field: string): string | undefined {
  let meant = '';
  for (const part of field.split('.')) {
    const there = known.get(meant);
    // What stands below a field that is not taken apart is its service's own.
    const right = there === undefined || there.has(part) ? part : partMeant(part, there);
    if (right === undefined) return undefined;
    meant = meant === '' ? right : `${meant}.${right}`;
  }
  return meant === field ? undefined : meant;
}

function partMeant(part: string, there: ReadonlySet<string>): string | undefined {
  const folded = (text: string) => text.toLowerCase().replace(/[-_]/g, '');
  const same = [...there].find((each) => folded(each) === folded(part));
  return same ?? /'(.*)'/.exec(didYouMean(part, there))?.[1];
}
