import type { ExplainedItem } from '../../sigma/match/explain.ts';
import type { Value } from '../../sigma/rule.ts';
import { seenText, seenTexts } from '../../workbench/explain/seen-text.ts';
import { visible } from './plain-text.ts';

/** So many values of a list are shown where none of it tells more than another. */
const MOST_VALUES = 3;

/** Of those that the record meets none of. */
const MOST_UNMET = 2;

const LONGEST_VALUE = 48;

/** What an item asks, a long list as the values that the event meets: `eventName: A (one of 24)`. */
export function askedText(explained: ExplainedItem): string {
  const { item } = explained;
  const field = item.kind === 'field' ? item.field : 'keywords';
  return visible(`${[field, ...item.modifiers].join('|')}: ${valuesText(explained)}`);
}

function valuesText({ item, met }: ExplainedItem): string {
  const { values, modifiers } = item;
  if (values.length < 2) return listText(values);
  if (modifiers.includes('all')) {
    const missing = values.filter((value) => !met.includes(value));
    return missing.length === 0
      ? `${listText(values)} (all ${values.length})`
      : `${listText(missing)} (missing, of all ${values.length})`;
  }
  if (met.length === 0) return `${listText(values, MOST_UNMET)} (none of ${values.length})`;
  return `${listText(met)} (${met.length === 1 ? 'one' : met.length} of ${values.length})`;
}

function listText(values: readonly Value[], most = MOST_VALUES): string {
  const shown = values.slice(0, most).map(valueText).join(', ');
  return values.length > most ? `${shown}, …` : shown;
}

/** A value as a rule would write it. */
function valueText(value: Value): string {
  const text = String(value);
  const cut = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
  const isPlain = typeof value !== 'string' || /^[^\s'",:{}[\]]\S*$/.test(text);
  return isPlain ? cut : `'${cut}'`;
}

/** What the record has there. */
export function seenTextOf({ item, seen, seenAt, referred }: ExplainedItem): string {
  if (item.kind === 'keywords') {
    const found = seen.map((value, at) => {
      const field = seenAt[at] ?? '';
      return `${field}: ${seenText(field, value)}`;
    });
    return found.length === 0 ? 'nowhere in the record' : `record: ${listed(found)}`;
  }
  const others = referred.map(
    ({ field, seen: other }) =>
      `, ${field}: ${other.length === 0 ? 'not in it' : seenList(field, other)}`,
  );
  return visible(
    `${seen.length === 0 ? 'not in the record' : `record: ${seenList(item.field, seen)}`}${others.join('')}`,
  );
}

function seenList(field: string, seen: readonly unknown[]): string {
  return listed(seenTexts(field, seen));
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_VALUES);
  const rest = texts.length - shown.length;
  return visible(shown.join(', ') + (rest > 0 ? ` and ${rest} more` : ''));
}
