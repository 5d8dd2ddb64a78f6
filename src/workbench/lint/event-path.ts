import type { Path } from '../../sigma/parse/open-places.ts';
import type { Rule } from '../../sigma/rule.ts';
import type { RulePlaces } from './linted.ts';
import { ruleItems, valuePath } from './rule-items.ts';

/** Where a rule asks for an event: its name, the pattern or list that stands for it, or the condition. */
export function eventPath(rule: Rule, event: string, places: RulePlaces): Path {
  const items = ruleItems(rule).filter(
    ({ item }) => item.kind === 'field' && item.field === 'eventName',
  );
  const wanted = event.toLowerCase();
  for (const each of items) {
    const at = each.item.values.findIndex((value) => String(value).toLowerCase() === wanted);
    if (at >= 0) return valuePath(each, at, places);
  }
  return items[0]?.path ?? ['detection', 'condition'];
}
