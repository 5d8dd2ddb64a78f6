import { tellFirst } from '../delivery/tell-notice.ts';
import { nameOf, type Notice, type Trouble } from '../model/notice.ts';
import type { Pipeline, Turn } from '../pipeline.ts';
import { findTroubles, isWellAgain, type Watch } from './watch.ts';

/** How often people are told again, while it lasts. */
const AGAIN_MS = 4 * 60 * 60_000;

/** After so long it is tried again, where nobody could be told. */
const RETRY_MS = 10 * 60_000;

/**
 * Looks whether detect is alive, and tells the first channel that takes it what is wrong, and once that
 * it is well again. A channel that fails is asked itself before others are told of it: it may have been
 * mended, with nothing to say since.
 */
export async function sweepWatch(
  { limits }: Watch,
  pipeline: Pipeline,
  turn: Turn,
): Promise<{ readonly troubles: number; readonly notices: number }> {
  const { ledger, channels } = pipeline;
  const names = channels.map(({ name }) => name);
  const pulse = await ledger.pulses.read();
  const found = findTroubles(pulse, names, limits, turn.now());
  const seen = found.map((trouble) => ({ ...nameOf(trouble), since: trouble.since }));
  const { due, over } = await ledger.troubles.look(seen, RETRY_MS);
  let notices = 0;

  /** To one of these channels. */
  async function tell(notice: Notice, to: typeof channels): Promise<string | undefined> {
    const channel = await tellFirst(notice, { ...pipeline, ...turn, channels: to });
    pipeline.journal({ kind: 'notice', notice, channel });
    if (channel !== undefined) notices += 1;
    return channel;
  }

  /** Whether a channel that fails takes a message by now. */
  async function isMended(trouble: Trouble): Promise<boolean> {
    if (trouble.kind !== 'channel-failing') return false;
    const { channel: name, since } = trouble;
    const notice = { kind: 'well-again', was: nameOf(trouble), since } as const;
    const own = channels.filter((channel) => channel.name === name);
    const isTaken = (await tellFirst(notice, { ...pipeline, ...turn, channels: own })) === name;
    if (!isTaken) return false;
    await ledger.pulses.sent([{ channel: name, failed: undefined }]);
    pipeline.journal({ kind: 'notice', notice, channel: name });
    notices += 1;
    return true;
  }

  let mended = 0;
  for (const [at, trouble] of found.entries()) {
    if (!due.some((one) => one === seen[at])) continue;
    if (await isMended(trouble)) {
      mended += 1;
      continue;
    }
    const channel = await tell(trouble, channels);
    if (channel !== undefined) {
      await ledger.troubles.told(nameOf(trouble), channel, turn.now() + AGAIN_MS);
    }
  }
  for (const { toldTo, kind, subject, since } of over) {
    const was = { kind, subject };
    // Whoever heard that something is wrong hears that it is not any more.
    const first = channels.filter(({ name }) => name === toldTo);
    const others = channels.filter(({ name }) => name !== toldTo);
    const isOpen =
      isWellAgain(was, since, pulse, names) &&
      (await tell({ kind: 'well-again', was, since }, [...first, ...others])) === undefined;
    if (!isOpen) await ledger.troubles.close(was);
  }
  return { troubles: found.length - mended, notices };
}
