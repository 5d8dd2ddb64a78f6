import { expect, test } from 'vitest';
import { createMemoryLedger } from '../src/ledger/memory-ledger.ts';
import { encodeLogGroup } from '../src/local/log-service/log-group.ts';
import { readLogs } from '../src/logs/read-logs.ts';
import { matchPage } from '../src/match-page.ts';
import { openRuleBook } from '../src/rule-book.ts';
import { openTally } from '../src/tally.ts';
import { deletion } from './support/audit-event.ts';
import { deletedRule, rulesOf } from './support/rules.ts';

test('a log that is damaged behind its event counts once', () => {
  const { windows } = createMemoryLedger({ now: Date.now });
  const rules = openRuleBook({
    ...rulesOf(deletedRule),
    changes: {},
    windows,
    onFault() {},
    onBound() {},
  });
  const contents = { event: JSON.stringify(deletion()), behind: 'x' };
  const bytes = Buffer.from(encodeLogGroup({ logs: [{ time: 1, contents }] }));
  // The name claims to be longer than all that is left.
  bytes[bytes.indexOf('behind') - 1] = 0x7f;
  const tally = openTally(
    () => {},
    () => 0,
  );
  const page = { cursor: 'MA==', nextCursor: 'MQ==', bytes };
  const screen = tally.countRejected(rules.screen);
  matchPage(readLogs(page, { logstore: 'store', shard: 0, screen }), rules, tally);
  expect(tally.close()).toMatchObject({ records: 1, malformed: 1, evaluated: 0, matches: 0 });
});
