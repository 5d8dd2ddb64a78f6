import { randomUUID } from 'node:crypto';
import type { Config } from './config/settings.ts';
import { recordedChannel } from './delivery/recorded-channel.ts';
import { errorReason } from './error-reason.ts';
import { holdLetters } from './hold-letters.ts';
import { readInvocation } from './invocation.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Credentials } from './logs/log-source.ts';
import type { Journal } from './model/journal.ts';
import type { Instance } from './open-instance.ts';
import type { Pipeline, Turn } from './pipeline.ts';
import { openDeadLetters, openHistory } from './stores.ts';
import type { Watch } from './sweep/watch.ts';

/** What one call of a function works with. */
export interface Called {
  readonly source: Config['source'];
  readonly credentials: Credentials;
  readonly turn: Turn;
  readonly pipeline: Pipeline;
  readonly watch: Watch | undefined;
  /** Writes down that a dead letter was dealt with, where they are kept. */
  readonly settleLetter: (id: string) => Promise<void>;
}

export interface TakeTurnOptions extends Pick<Turn, 'now' | 'sleep' | 'random'> {
  /** Opens what calls have in common. Opening takes of the call's time, too. */
  readonly openFor: (turn: Omit<Turn, 'leaseEnd'>) => Promise<Instance>;
  readonly journal: Journal;
}

/** For what is logged and closed at the very end. */
const LAST_MOMENT_MS = 500;

/** By how much the clocks of two instances may differ. */
const CLOCK_SKEW_MS = 2_000;

/** Opens what lives for one call, and closes it: the role's credentials expire, and so do connections. */
export async function takeTurn<Answer>(
  context: unknown,
  act: (called: Called) => Promise<Answer>,
  { openFor, now, sleep, random, journal }: TakeTurnOptions,
): Promise<Answer> {
  const { credentials, deadline, end } = readInvocation(context, now());
  const turn = {
    now,
    sleep,
    random,
    deadline,
    owner: randomUUID(),
    leaseEnd: end + CLOCK_SKEW_MS,
  };
  const { config, ledger, channels, story, watch } = await openFor(turn);
  // Nothing is told so late, but what was told is written down nearly until the end.
  const writing = { ...turn, deadline: end - LAST_MOMENT_MS };
  const history = openHistory(config, credentials, writing);
  const letters = openDeadLetters(config, credentials, writing);
  const pipeline: Pipeline = {
    ...story,
    channels: channels.map((channel) => recordedChannel(channel, history.add, now)),
    keepsLetters: letters !== undefined,
    async keepLetters(all) {
      await letters?.write(all);
      await holdLetters(all, ledger, now());
    },
    onMuted(alert, channel, reason) {
      if (!history.isKept) return;
      try {
        const notification = story.say(alert, channel, { mayRepeat: false, keptBack: undefined });
        const delivery = { kind: 'muted', reason } as const;
        history.add({ time: new Date(now()), channel, notification, delivery });
      } catch (error) {
        const why = { count: 1, error: errorReason(error), lost: true };
        journal({ kind: 'not-written', what: 'history', ...why });
      }
    },
  };
  ledger.wake();
  try {
    return await act({
      source: config.source,
      credentials,
      turn,
      pipeline,
      watch,
      settleLetter: async (letter) =>
        letters?.write([{ kind: 'settled', letter, time: new Date(now()) }]),
    });
  } catch (error) {
    await waitForLedger(ledger, turn);
    throw error;
  } finally {
    await history.write().catch((error: unknown) => {
      const why = { count: history.count(), error: errorReason(error), lost: true };
      journal({ kind: 'not-written', what: 'history', ...why });
    });
    await ledger.rest();
  }
}

/**
 * What fails comes again, perhaps to another instance: better that the ledger knows by then what was
 * told while it was away.
 */
async function waitForLedger(ledger: Ledger, { now, sleep, deadline }: Turn): Promise<void> {
  while (!(await ledger.catchUp()) && now() + LEDGER_PAUSE_MS < deadline) {
    await sleep(LEDGER_PAUSE_MS);
  }
}

const LEDGER_PAUSE_MS = 1_000;
