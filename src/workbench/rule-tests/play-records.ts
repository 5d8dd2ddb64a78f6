import type { Fields } from '../../model/fields.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import type { Bound } from '../../sigma/correlate/bound.ts';
import type { RuleHead } from '../../sigma/rule.ts';
import { madeUpLog } from '../made-up-log.ts';
import { openScan, type ScanMatch } from '../scan/scan.ts';

/** What rules make of records, which are told apart by their places from 0. */
export interface Played {
  readonly matches: readonly ScanMatch[];
  /** Why a record cannot be read. */
  readonly malformed: ReadonlyMap<number, string>;
  /** Rules that could not be evaluated. */
  readonly faults: readonly { readonly rule: RuleHead; readonly place: number }[];
  readonly bounds: readonly Bound[];
  /** Looks for correlations, which are then among the matches. */
  correlate(): Promise<void>;
}

/** Plays records to rules as if each came in a log of its own: what is tested is what the function does. */
export function playRecords(rules: Collection, records: readonly Fields[]): Played {
  const matches: ScanMatch[] = [];
  const malformed = new Map<number, string>();
  const faults: { rule: RuleHead; place: number }[] = [];
  const bounds: Bound[] = [];
  const scan = openScan({
    ...rules,
    view: 'actiontrail',
    onMatch: (match) => matches.push(match),
    onMalformed: (place, why) => malformed.set(place, why),
    onFault: (rule, place) => faults.push({ rule, place }),
    onBound: (bound) => bounds.push(bound),
  });
  for (const [place, record] of records.entries()) {
    const text = JSON.stringify(record);
    const bytes = Buffer.from(text);
    if (!scan.screen.rejects(bytes, 0, bytes.length))
      scan.takeLog(madeUpLog(text, 0, place), place);
  }
  return { matches, malformed, faults, bounds, correlate: () => scan.correlate(true) };
}
