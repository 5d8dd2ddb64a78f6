import { durationText } from '../../config/duration.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import { callNames } from '../../sigma/correlate/references.ts';
import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import type { Heading } from '../../sigma/rule.ts';
import { correlationText } from '../condition-text.ts';
import { joinedBy } from '../explain/explain-correlation.ts';
import { readEvent } from '../explain/read-event.ts';
import type { ScanMatch } from '../scan/scan.ts';
import type { Played } from './play-records.ts';
import type { TimelineEvent } from './timeline-events.ts';

/**
 * What a timeline has for a correlation, and what that asks for: `deleted matches 3 of 5 events, 1 in no
 * group: the record lacks userIdentity.userName; event_count ≥ 5 within 10m is asked for`.
 */
export function tellCounts(
  rule: CorrelationRule,
  behind: Collection,
  { matches, bounds }: Played,
  events: readonly TimelineEvent[],
): string {
  const said = rule.correlation.rules.flatMap((name) => {
    const isNamed = (each: Heading) => callNames(each).includes(name);
    const found = matches.filter((match) => isNamed(match.rule));
    if (!behind.rules.some(isNamed)) {
      return [`${name} rings ${found.length === 1 ? 'once' : `${found.length} times`}`];
    }
    const matched = `${name} matches ${found.length} of ${eventsOf(events.length)}`;
    return [matched, ...tellUncounted(rule, name, found, events)];
  });
  const left = bounds.map(({ kind, count }) => `${count} left out (${kind})`);
  return `${[...said, ...left].join(', ')}; ${correlationText(rule)} is asked for`;
}

/** The matches that a correlation does not count, because their records lack what it goes by. */
function tellUncounted(
  rule: CorrelationRule,
  name: string,
  found: readonly ScanMatch[],
  events: readonly TimelineEvent[],
): readonly string[] {
  const lacking = new Map<string, number>();
  for (const match of found) {
    const read = readEvent(JSON.stringify(events[match.line]?.event ?? {}));
    if (typeof read === 'string') continue;
    const [joined] = joinedBy(match.rule, read.event, [rule]).filter(
      ({ reference, groups }) => reference === name && groups.length === 0,
    );
    if (joined === undefined) continue;
    const lacks = joined.lacks.join(' and ');
    lacking.set(lacks, (lacking.get(lacks) ?? 0) + 1);
  }
  return [...lacking].map(
    ([lacks, count]) =>
      `${count} in no group: ${count === 1 ? 'the record lacks' : 'their records lack'} ${lacks}`,
  );
}

/** When a correlation rang: `at 4m, because of 5 events`. */
export function tellRing(
  { line, correlated }: ScanMatch,
  events: readonly TimelineEvent[],
): string {
  const at = durationText(events[line]?.at ?? 0);
  return `at ${at}, because of ${eventsOf(correlated?.lines.length ?? 0)}`;
}

function eventsOf(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}
