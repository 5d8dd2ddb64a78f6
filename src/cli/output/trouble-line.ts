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
    case 'silence-told':
    case 'answered':
      return undefined;
    case 'letter':
      return entry.state === 'settled'
        ? undefined
        : `dead letter ${entry.letter} stays one: ${entry.reason ?? 'it could not be tried'}`;
    case 'heartbeat-failed':
      return `the heartbeat could not be sent: ${entry.reason}`;
    case 'web-refused':
      return `the page ${entry.page} was refused: ${entry.why}`;
    case 'slack-not-told':
      return `Slack could not be told what was answered: ${entry.reason}`;
    case 'web-not-configured':
      return `the pages cannot be opened: ${entry.reason}`;
    case 'web-failed':
      return `the page ${entry.page} failed: ${entry.error}`;
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
    case 'not-answerable':
      return `what was told cannot be answered: ${entry.error}`;
    case 'sweep-failed':
      return `the ${entry.part} of a sweep could not be done: ${entry.error}`;
    case 'not-written':
      return `${entry.count} ${entry.what} could not be written: ${entry.error}`;
    case 'retry':
    case 'dead-letter':
      return `${entry.channel}: ${entry.reason}`;
    case 'notice': {
      const { notice, channel } = entry;
      const trouble = troubles[notice.kind];
      if (trouble === undefined) return undefined;
      const told =
        channel === undefined ? 'nobody could be told of it' : `${channel} was told of it`;
      return `${subjectOf(notice)} ${trouble}: ${told}`;
    }
  }
}

/** None for what is no trouble. */
const troubles: Readonly<Record<Notice['kind'], string | undefined>> = {
  'dead-channel': 'refuses its messages',
  'rule-failed': 'could not be evaluated',
  'config-error': 'is wrong',
  'no-records': 'brings no records',
  'shard-stands-still': 'stands still',
  'channel-failing': 'takes no messages',
  'well-again': undefined,
  'silence-begun': undefined,
  'silence-ended': undefined,
};
