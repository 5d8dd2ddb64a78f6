import { durationText } from '../config/duration.ts';
import { type Bounds, comparators, type CorrelationRule } from '../sigma/correlation-rule.ts';
import type { Condition } from '../sigma/rule.ts';

/** A condition as a rule file has it: `selection and not 1 of filter_*`. */
export function conditionText(condition: Condition, within: 'not' | 'and' | 'or' = 'or'): string {
  switch (condition.kind) {
    case 'selection':
      return condition.name;
    case 'quantified':
      return quantifiedText(condition);
    case 'not':
      return `not ${conditionText(condition.of, 'not')}`;
    case 'and':
      return enclosed(
        condition.of.map((each) => conditionText(each, 'and')).join(' and '),
        within === 'not',
      );
    case 'or':
      return enclosed(
        condition.of.map((each) => conditionText(each, 'or')).join(' or '),
        within !== 'or',
      );
  }
}

/** `1 of filter_*`, `all of them` */
export function quantifiedText({
  quantity,
  pattern,
}: {
  readonly quantity: 'any' | 'all';
  readonly pattern: string;
}): string {
  return `${quantity === 'all' ? 'all' : '1'} of ${pattern}`;
}

function enclosed(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

/** What a correlation waits for: `event_count gte 5 within 10m by userIdentity.principalId`. */
export function correlationText({ correlation }: CorrelationRule): string {
  const { type, condition, timespan, groupBy, rules } = correlation;
  const fields =
    condition.kind === 'bounds' && condition.fields.length > 0
      ? ` of ${condition.fields.join(', ')}`
      : '';
  const asked =
    condition.kind === 'expression'
      ? `: ${conditionText(condition.expression)}`
      : `${fields} ${boundsText(condition.bounds)}`;
  const refers = condition.kind === 'bounds' && rules.length > 1 ? ` of ${rules.length} rules` : '';
  const by = groupBy.length === 0 ? '' : `, by ${groupBy.join(', ')}`;
  return `${type}${fields === '' ? refers : ''}${asked} within ${durationText(timespan * 1000)}${by}`;
}

const signs = { gt: '>', gte: '≥', lt: '<', lte: '≤', eq: '=', neq: '≠' } as const;

function boundsText(bounds: Bounds): string {
  return comparators
    .flatMap((name) => (bounds[name] === undefined ? [] : [`${signs[name]} ${bounds[name]}`]))
    .join(' and ');
}
