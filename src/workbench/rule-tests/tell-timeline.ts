import type { Collection } from '../../sigma/collection/read-collection.ts';
import { callNames } from '../../sigma/correlate/references.ts';
import type { CorrelationRule } from '../../sigma/correlation-rule.ts';
import type { Heading } from '../../sigma/rule.ts';
import type { ScanMatch } from '../scan/scan.ts';
import type { Played } from './play-records.ts';
import type { TimelineEvent } from './timeline-events.ts';

/** What a timeline has for a correlation: `deleted matches 3 of 5 events, failed_signins rings once`. */
export function tellCounts(
  { correlation }: CorrelationRule,
  behind: Collection,
  { matches, bounds }: Played,
  events: number,
): string {
  const said = correlation.rules.flatMap((name) => {
    const isNamed = (rule: Heading) => callNames(rule).includes(name);
    const found = matches.filter(({ rule }) => isNamed(rule)).length;
    if (behind.rules.some(isNamed)) return [`${name} matches ${found} of ${eventsOf(events)}`];
    return [`${name} rings ${found === 1 ? 'once' : `${found} times`}`];
  });
  const left = bounds.map(({ kind, count }) => `${count} left out (${kind})`);
  return [...said, ...left].join(', ');
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

/** As a timeline would say it. */
function durationText(ms: number): string {
  const unit = units.find(([, size]) => ms > 0 && ms % size === 0) ?? seconds;
  return `${ms / unit[1]}${unit[0]}`;
}

const seconds = ['s', 1_000] as const;
const units = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], seconds] as const;
