import type { Channel } from '../channels/channel.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Notice, subjectOf } from '../model/notice.ts';
import type { Notification } from '../model/notification.ts';
import { type Patience, tellPatiently, whole } from './tell-patiently.ts';

const HOUR_MS = 60 * 60 * 1000;

/** How often the same is said again, while it lasts. */
const USUALLY_MS = 4 * HOUR_MS;
const every: Partial<Readonly<Record<Notice['kind'], number>>> = {
  'dead-channel': 24 * HOUR_MS,
  'rule-failed': HOUR_MS,
};

/** Words a notice for the readers of a channel; `mayRepeat` says that they may have seen it. */
export type SayNotice = (
  notice: Notice,
  occasion: string,
  channel: string,
  mayRepeat: boolean,
) => Notification;

export interface TellNoticeOptions extends Patience {
  readonly channels: readonly Channel[];
  readonly ledger: Pick<Ledger, 'budgets' | 'repeats'>;
  /** Tells this occasion from every other. */
  readonly owner: string;
  readonly sayNotice: SayNotice;
}

/** What became of a notice. */
export type Telling =
  | { readonly kind: 'told'; readonly channel: string }
  /** By this instance or another, not long ago. */
  | { readonly kind: 'told-before' }
  | { readonly kind: 'untold' };

/**
 * Tells one channel of a notice, the first that takes it, and once for all instances in a day or an
 * hour. A notice is owed to nobody: where no channel takes it, it is tried with the next batch.
 */
export async function tellNotice(notice: Notice, options: TellNoticeOptions): Promise<Telling> {
  const { ledger, owner } = options;
  const group = JSON.stringify(['notice', notice.kind, subjectOf(notice)]);
  const events = [owner];
  const intervalMs = every[notice.kind] ?? USUALLY_MS;
  const [ringing] = await ledger.repeats.ring([{ group, events, intervalMs }]);
  if (ringing?.kind === 'suppressed') return { kind: 'told-before' };
  const channel = await tellFirst(notice, options);
  if (channel !== undefined) return { kind: 'told', channel };
  await ledger.repeats.reopen([{ group, events }]);
  return { kind: 'untold' };
}

/** Tells the first channel that takes it, and says which; undefined where none does. */
export async function tellFirst(
  notice: Notice,
  { channels, ledger, owner, sayNotice, ...patience }: TellNoticeOptions,
): Promise<string | undefined> {
  for (const channel of channels) {
    // Whoever does not listen is not told so.
    if (isAbout(notice, channel)) continue;
    const word = (again: boolean) => sayNotice(notice, owner, channel.name, again);
    const delivery = await tellPatiently(channel, word, ledger.budgets, whole, patience);
    if (delivery.kind === 'delivered') return channel.name;
  }
  return undefined;
}

function isAbout(notice: Notice, { name }: Channel): boolean {
  const isOfChannel = notice.kind === 'dead-channel' || notice.kind === 'channel-failing';
  return isOfChannel && notice.channel === name;
}
