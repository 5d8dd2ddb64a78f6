import * as z from 'zod';
import { type Cells, type Changed, readCell } from './cells.ts';

/** How what was owed came to its end. */
export type Ending = z.infer<typeof ending>;

const ending = z.enum(['told', 'dead', 'suppressed', 'muted', 'held']);

/** What became of a key that was claimed. */
export type Claimed =
  /** It is the caller's to send. `mayRepeat`: someone may have sent it before, and nobody can know. */
  | { readonly kind: 'ours'; readonly mayRepeat: boolean }
  /** Someone else, who is alive as far as is known, holds it until then (milliseconds since 1970). */
  | { readonly kind: 'held'; readonly until: number }
  | { readonly kind: 'ended'; readonly as: Ending };

export interface Claimant {
  /** Tells this caller from every other. */
  readonly owner: string;
  /** When the lease ends: the owner has surely stopped by then. Milliseconds since 1970. */
  readonly until: number;
  /** Also claims what had ended as a dead letter. */
  readonly revive?: boolean;
}

/**
 * Who tells what. A key stands for what is owed: one rule's match of one event, to one channel. It is
 * claimed before it is sent and ended afterwards, or released for another try; a claim whose lease ran
 * out belongs to a sender that died on the way, and whoever claims it next hears that it may repeat
 * something. A key that ended stays so for as long as Log Service could redeliver its event.
 */
export interface Claims {
  /** One answer for each key. */
  claim(keys: readonly string[], claimant: Claimant): Promise<readonly Claimed[]>;
  /** Ends keys, but for those that someone else has claimed since. */
  end(keys: readonly string[], owner: string, ending: Ending): Promise<void>;
  /** Gives keys back. `sent` says whether their message may have arrived. */
  release(keys: readonly string[], owner: string, sent: 'no' | 'maybe'): Promise<void>;
}

export interface CellClaimsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly rememberMs: number;
}

/** No function runs for longer than a day. */
const LONGEST_LEASE_MS = 25 * 60 * 60 * 1000;

const entrySchema = z.union([
  z.object({ ended: ending }),
  z.object({ owner: z.string(), until: z.number(), mayRepeat: z.boolean() }),
  z.object({ released: z.enum(['no', 'maybe']) }),
]);

type Entry = z.infer<typeof entrySchema>;

/** What has not come to its end. */
type Open = Exclude<Entry, { ended: Ending }>;

export function createClaims(cells: Cells, { now, rememberMs }: CellClaimsOptions): Claims {
  const write = (entry: Entry) => ({ text: JSON.stringify(entry), ttlMs: rememberMs });

  /** A lease that ran out has to be remembered as such. */
  const writeClaim = (entry: Entry & { readonly until: number }) => ({
    ...write(entry),
    ttlMs: rememberMs + Math.max(0, entry.until - now()),
  });

  function claim(known: Entry | undefined, { owner, until, revive }: Claimant): Changed<Claimed> {
    const ours = (mayRepeat: boolean): Changed<Claimed> => ({
      answer: { kind: 'ours', mayRepeat },
      write: writeClaim({ owner, until, mayRepeat }),
    });
    if (known === undefined) return ours(false);
    if ('ended' in known) {
      if (revive === true && known.ended === 'dead') return ours(false);
      // Whoever asks has the range once more, and so may the next one: it has to be remembered.
      return { answer: { kind: 'ended', as: known.ended }, write: write(known) };
    }
    if ('released' in known) return ours(known.released === 'maybe');
    if (known.owner === owner) return ours(known.mayRepeat);
    const left = known.until - now();
    // A clock that was ahead must not hold anything for days.
    if (left > 0 && left < LONGEST_LEASE_MS) {
      return { answer: { kind: 'held', until: known.until } };
    }
    return ours(true);
  }

  /** A claim that ran out and that nobody else took is still its owner's to settle. */
  function settle(
    keys: readonly string[],
    owner: string,
    entry: (known: Open | undefined) => Entry,
    outranksEnd = false,
  ): Promise<readonly undefined[]> {
    return cells.change(keys, (text) => {
      const known = readCell(entrySchema, text);
      if (known !== undefined && 'ended' in known) {
        return { answer: undefined, ...(outranksEnd && { write: write(entry(undefined)) }) };
      }
      const isForeign = known !== undefined && 'owner' in known && known.owner !== owner;
      return { answer: undefined, ...(!isForeign && { write: write(entry(known)) }) };
    });
  }

  return {
    claim: (keys, claimant) =>
      cells.change(keys, (text) => claim(readCell(entrySchema, text), claimant)),
    async end(keys, owner, ending) {
      // What was told was told, whatever somebody else has made of it.
      await settle(keys, owner, () => ({ ended: ending }), ending === 'told');
    },
    async release(keys, owner, sent) {
      await settle(keys, owner, (known) => ({
        released: sent === 'maybe' || mayBeSent(known) ? 'maybe' : 'no',
      }));
    },
  };
}

/** Whether it may have been sent, which stays so, whoever else gives it back, and however late. */
function mayBeSent(known: Open | undefined): boolean {
  if (known === undefined) return false;
  return 'released' in known ? known.released === 'maybe' : known.mayRepeat;
}
