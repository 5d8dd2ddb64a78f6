import { claimKey } from '../delivery/claim-key.ts';
import { tellPatiently, whole } from '../delivery/tell-patiently.ts';
import type { Notice } from '../model/notice.ts';
import { type ChatSilence, holdsAt } from '../model/response.ts';
import type { Pipeline, Turn } from '../pipeline.ts';

export interface SweepSilencesOptions {
  readonly pipeline: Pipeline;
  readonly turn: Turn;
  /** Why a channel has taken nothing of this sweep; undefined where it may take something. */
  readonly failing: (channel: string) => string | undefined;
}

type SilenceNotice = Extract<Notice, { readonly kind: 'silence-begun' | 'silence-ended' }>;

/** What is longer ago is no news: the sweep was away. The ledger remembers what was told for at least as long. */
const STALE_MS = 60 * 60_000;

/**
 * Tells the channels that an alert was for that somebody has silenced it, and that the silence is over,
 * each once. A channel that fails is left alone for the rest of the sweep. Answers with how many messages
 * that were.
 */
export async function sweepSilences(options: SweepSilencesOptions): Promise<number> {
  const { pipeline, turn, failing } = options;
  const { ledger, channels } = pipeline;
  const { silences } = await ledger.responses.read();
  const owed = silences
    .flatMap((silence) => noticeOf(silence, turn.now()) ?? [])
    .flatMap((notice) =>
      channels
        .filter(({ name }) => notice.silence.channels.includes(name))
        .map((channel) => ({ notice, channel })),
    );
  const { owner, leaseEnd: until } = turn;
  const keys = owed.map(({ notice, channel }) =>
    claimKey(notice.kind, notice.silence.id, channel.name),
  );
  const claimed = await ledger.claims.claim(keys, { owner, until });
  let told = 0;
  const leftAlone = new Set<string>();
  for (const [at, { notice, channel }] of owed.entries()) {
    const key = keys[at];
    const claim = claimed[at];
    if (claim?.kind !== 'ours' || key === undefined) continue;
    const { name } = channel;
    if (leftAlone.has(name) || failing(name) !== undefined) {
      await ledger.claims.release([key], owner, 'no');
      continue;
    }
    const word = (again: boolean) => {
      const mayRepeat = again || claim.mayRepeat || ledger.wentDown();
      return pipeline.sayNotice(notice, notice.silence.id, name, mayRepeat);
    };
    const fate = await tellPatiently(channel, word, ledger.budgets, whole, turn);
    if (fate.kind !== 'delivered') leftAlone.add(name);
    if (fate.kind === 'retry' || fate.kind === 'waiting' || fate.kind === 'over') {
      await ledger.claims.release([key], owner, 'no');
      continue;
    }
    // It is not worth a repeat where nobody knows whether it arrived.
    await ledger.claims.end([key], owner, fate.kind === 'refused' ? 'dead' : 'told');
    told += fate.kind === 'refused' ? 0 : 1;
    pipeline.journal({
      kind: 'silence-told',
      silence: notice.silence.id,
      state: notice.kind === 'silence-begun' ? 'begun' : 'ended',
      channel: name,
      ...(fate.kind === 'refused' && { refused: fate.reason }),
    });
  }
  return told;
}

/** What there is to be told of a silence now. */
function noticeOf(silence: ChatSilence, now: number): SilenceNotice | undefined {
  const { at, endsAt, ended } = silence;
  const isNews = (time: number): boolean => time <= now && now - time < STALE_MS;
  if (holdsAt(silence, now)) return isNews(at) ? { kind: 'silence-begun', silence } : undefined;
  return isNews(ended?.at ?? endsAt) ? { kind: 'silence-ended', silence } : undefined;
}
