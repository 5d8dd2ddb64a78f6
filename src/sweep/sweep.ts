import { hearChannels } from '../delivery/hear-channels.ts';
import { errorReason } from '../error-reason.ts';
import type { LogClient } from '../logs/log-client.ts';
import type { JournalEntry, SweepSummary } from '../model/journal.ts';
import type { Pipeline, Turn } from '../pipeline.ts';
import { sweepDigests } from './sweep-digests.ts';
import { sweepLetters } from './sweep-letters.ts';
import { sweepSilences } from './sweep-silences.ts';
import { sweepWatch } from './sweep-watch.ts';
import type { Watch } from './watch.ts';

export interface SweepOptions {
  readonly pipeline: Pipeline;
  readonly turn: Turn;
  /** Reads the logstore that dead letters of ranges are of. */
  readonly client: LogClient;
  /** Writes down that a dead letter was dealt with, where they are kept. Rejects where it may not be. */
  readonly settleLetter: (id: string) => Promise<void>;
  /** Undefined where nothing is known of detect. */
  readonly watch: Watch | undefined;
  /** Answers with why it did not work, and with undefined where it did. */
  readonly sendHeartbeat: (url: URL, deadline: number) => Promise<string | undefined>;
}

/** For the heartbeat at the very end. */
const HEARTBEAT_MS = 3_000;

type Part = Extract<JournalEntry, { kind: 'sweep-failed' }>['part'];

/**
 * What a timer has done every minute, whatever comes in: held digests are told, and silences that began or
 * ended; the watch is looked after; dead letters that are due are tried again; and where all is well, the
 * heartbeat is sent. What fails costs the other parts nothing, and is thrown at the end.
 */
export async function sweep(options: SweepOptions): Promise<SweepSummary> {
  const { turn: whole, watch } = options;
  const started = whole.now();
  const timeLeft = Math.max(0, whole.deadline - started);
  const turn = { ...whole, deadline: whole.deadline - Math.min(HEARTBEAT_MS, timeLeft / 4) };
  const { channels, failing, heard } = hearChannels(options.pipeline.channels);
  const pipeline = { ...options.pipeline, channels };
  const { ledger, journal } = pipeline;
  const broken: unknown[] = [];

  async function part<Answer>(
    name: Part,
    act: () => Promise<Answer>,
    otherwise: Answer,
  ): Promise<Answer> {
    try {
      return await act();
    } catch (error) {
      broken.push(error);
      journal({ kind: 'sweep-failed', part: name, error: errorReason(error) });
      return otherwise;
    }
  }

  const digests = await part('digests', () => sweepDigests(pipeline, turn), noDigests);
  const silences = await part('silences', () => sweepSilences({ pipeline, turn, failing }), 0);
  await ledger.pulses.sent(heard());
  const watched = await part(
    'watch',
    async () => (watch === undefined ? nothingWrong : sweepWatch(watch, pipeline, turn)),
    nothingWrong,
  );
  const letters = await part(
    'letters',
    () => sweepLetters({ ...options, pipeline, turn, failing }),
    noLetters,
  );
  await ledger.pulses.sent(heard());

  const isWell = broken.length === 0 && watched.troubles === 0 && !ledger.wentDown();
  const heartbeat = await beat(isWell, options);
  const summary = {
    ...digests,
    ...letters,
    ...watched,
    notices: silences + watched.notices,
    heartbeat,
    ms: whole.now() - started,
  };
  journal({ kind: 'sweep', ...summary });
  if (broken.length > 0) throw broken[0];
  return summary;
}

async function beat(
  isWell: boolean,
  { watch, sendHeartbeat, turn, pipeline }: SweepOptions,
): Promise<SweepSummary['heartbeat']> {
  if (watch?.heartbeat === undefined) return 'none';
  if (!isWell) return 'withheld';
  const reason = await sendHeartbeat(watch.heartbeat, turn.deadline);
  if (reason === undefined) return 'sent';
  pipeline.journal({ kind: 'heartbeat-failed', reason });
  return 'failed';
}

const noDigests = { digests: 0, alerts: 0, told: 0, left: 0, dead: 0 };
const noLetters = { letters: 0, settled: 0, postponed: 0, byHand: 0 };
const nothingWrong = { troubles: 0, notices: 0 };
