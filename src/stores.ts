import type { Config } from './config/settings.ts';
import type { DeadLetters } from './deadletters/dead-letters.ts';
import { openFileLetters } from './deadletters/file-letters.ts';
import { openLogLetters } from './deadletters/log-letters.ts';
import type { HistoryEntry } from './delivery/recorded-channel.ts';
import { openLogClient } from './logs/log-client.ts';
import type { WrittenLog } from './logs/log-groups.ts';
import type { Credentials } from './logs/log-source.ts';
import type { Pace } from './logs/patience.ts';
import { writeLogs } from './logs/write-logs.ts';
import type { Text } from './model/text.ts';

/** Where the configuration keeps dead letters; undefined where the journal is all there is. */
export function openDeadLetters(
  { source, dead_letters: place }: Pick<Config, 'source' | 'dead_letters'>,
  credentials: Credentials,
  pace: Pace,
): DeadLetters | undefined {
  const { logstore, file } = place ?? {};
  if (file) return openFileLetters(file);
  if (!logstore) return undefined;
  return openLogLetters(
    openLogClient({ source: { ...source, logstore }, credentials }),
    () => pace,
  );
}

const LONGEST_MS = 5_000;

/** Messages and their answers, to be written to the configured logstore, if any, in one go. */
export interface History {
  /** Whether anything is written down at all. */
  readonly isKept: boolean;
  add(entry: HistoryEntry): void;
  /** How many there are to write. */
  count(): number;
  /** Throws a LogServiceError where they could not all be written. */
  write(): Promise<void>;
}

export function openHistory(
  { source, history }: Pick<Config, 'source' | 'history'>,
  credentials: Credentials,
  pace: Pace,
): History {
  const logstore = history?.logstore;
  const entries: WrittenLog[] = [];
  return {
    isKept: Boolean(logstore),
    add: (entry) => void (logstore && entries.push(historyLog(entry))),
    count: () => entries.length,
    async write() {
      if (!logstore || entries.length === 0) return;
      const client = openLogClient({ source: { ...source, logstore }, credentials });
      // It is only a record: a store that is slow must not use up the time of the function.
      const deadline = Math.min(pace.deadline, pace.now() + LONGEST_MS);
      await writeLogs(client, entries, { ...pace, deadline });
    },
  };
}

/** The texts that people search by; an attacker's text is in them, redacted and cut as in the message. */
function historyLog({ time, channel, notification, delivery }: HistoryEntry): WrittenLog {
  const { id, kind, level, title, sentence, footer } = notification;
  return {
    time: Math.floor(time.getTime() / 1000),
    contents: {
      channel,
      answer: delivery.kind,
      ...('form' in delivery && { form: delivery.form }),
      ...('reason' in delivery && { reason: delivery.reason }),
      notification: id,
      kind,
      level,
      title: plain(title),
      sentence: plain(sentence),
      footer: plain(footer),
    },
  };
}

function plain(text: Text): string {
  return text.map((span) => (span.kind === 'link' ? span.label : span.text)).join('');
}
