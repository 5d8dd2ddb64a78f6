import type { JournalEntry } from '../../model/journal.ts';
import { type Notice, subjectOf } from '../../model/notice.ts';

/** What a person has to know of an entry of the journal; undefined where all went as it should. */
export function troubleLine(entry: JournalEntry): string | undefined {
  switch (entry.kind) {
    case 'alert':
    case 'digest':
    case 'batch':
    case 'sweep':
    case 'unrouted':
    case 'new-event':
      return undefined;
    case 'malformed':
      return `record ${entry.origin.index} is malformed: ${entry.why}`;
    case 'correlation-bound':
      return `correlation ${entry.correlation}: ${entry.count} left out (${entry.bound})`;
    case 'rule-failed':
      return `rule ${entry.rule} could not be evaluated`;
    case 'short-range':
      return `shard ${entry.shard} ended at ${entry.cursor}, before its range did`;
    case 'range-given-up':
      return `shard ${entry.shard} was not read to its end: ${entry.reason}`;
    case 'resumed':
      return `shard ${entry.shard} goes on at ${entry.cursor}`;
    case 'ledger-down':
      return `the ledger does not answer: ${entry.reason}`;
    case 'sweep-failed':
      return `what is held could not be told: ${entry.error}`;
    case 'not-written':
      return `${entry.count} ${entry.what} could not be written: ${entry.error}`;
    case 'retry':
    case 'dead-letter':
      return `${entry.channel}: ${entry.reason}`;
    case 'notice': {
      const { notice, channel } = entry;
      const trouble = troubles[notice.kind];
      const told =
        channel === undefined ? 'nobody could be told of it' : `${channel} was told of it`;
      return `${subjectOf(notice)} ${trouble}: ${told}`;
    }
  }
}

const troubles: Readonly<Record<Notice['kind'], string>> = {
  'dead-channel': 'refuses its messages',
  'rule-failed': 'could not be evaluated',
  'config-error': 'is wrong',
};
