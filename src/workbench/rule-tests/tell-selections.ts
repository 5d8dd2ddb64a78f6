import { readRecord } from '../../actiontrail/read-record.ts';
import type { Fields } from '../../model/fields.ts';
import { type Explained, type ExplainedItem, openExplain } from '../../sigma/match/explain.ts';
import type { Rule } from '../../sigma/rule.ts';
import { madeUpLog } from '../made-up-log.ts';

/**
 * Says which of a rule's selections hold for a record, and of those that do not why:
 * `selection is false (serviceName is "ECS"), filter_main_denied is false (no errorCode)`. Empty for what
 * is no record.
 */
export function tellSelections(rule: Rule, record: Fields): string {
  const reading = readRecord(madeUpLog(JSON.stringify(record), 0));
  if (reading.kind === 'malformed') return '';
  const { fields } = reading.record;
  const { selections, filters = [] } = rule.detection;
  const explain = openExplain();
  const calledBy = (name: string) => {
    const filter = filters.find(({ names }) => Object.hasOwn(names, name));
    return filter === undefined ? name : `${filter.names[name]} of the filter '${filter.title}'`;
  };
  return Object.keys(selections)
    .map((name) => {
      const condition = { kind: 'selection', name } as const;
      const explained = explain({ selections, condition }, fields);
      if (explained.holds) return `${calledBy(name)} is true`;
      const why = explained.kind === 'selection' ? whyNot(explained.of) : '';
      return `${calledBy(name)} is false${why === '' ? '' : ` (${why})`}`;
    })
    .join(', ');
}

/** Of the items of a map those that do not hold. A list of maps would take a tree to tell. */
function whyNot(explained: Explained): string {
  const items = explained.kind === 'all' ? explained.of : [explained];
  return items
    .flatMap((each) => (each.kind === 'item' && !each.holds ? tellItem(each) : []))
    .join(', ');
}

function tellItem({ item, seen }: ExplainedItem): string {
  if (item.kind === 'keywords') return 'keywords';
  const [value, ...more] = seen.map((each) => JSON.stringify(each) ?? 'nothing');
  if (value === undefined) return `no ${item.field}`;
  const shown = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  return `${item.field} is ${shown}${more.length > 0 ? `, and ${more.length} more` : ''}`;
}

/** Characters of a value. */
const LONGEST = 60;
