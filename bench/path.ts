import { readRecord } from '../src/actiontrail/read-record.ts';
import { createMemoryLedger } from '../src/ledger/memory-ledger.ts';
import type { LogPage } from '../src/logs/log-client.ts';
import { readLogs } from '../src/logs/read-logs.ts';
import { openRuleBook } from '../src/rule-book.ts';
import type { PlannedRule } from '../src/sigma/match/plan-rules.ts';

/** How many matches a page holds. */
export type Path = (page: LogPage) => number;

/**
 * From the bytes of a page to matches, as src/pipeline.ts goes: no more, no less. Without the screen
 * every record is opened, which is what the matches of the fast path are held to.
 */
export function openPath(rules: readonly PlannedRule[], screened = true): Path {
  const { match, screen } = openRuleBook({
    rules,
    correlations: [],
    changes: {},
    windows: createMemoryLedger({ now: Date.now }).windows,
    onFault(rule) {
      throw new Error(`${rule} could not be evaluated`);
    },
    onBound() {},
  });
  const options = { logstore: 'logstore', shard: 0, ...(screened && { screen }) };
  return (page) => {
    let matches = 0;
    for (const log of readLogs(page, options)) {
      const reading = readRecord(log);
      if (reading.kind === 'record') matches += match(reading.record).rules.length;
    }
    return matches;
  };
}
