import * as z from 'zod';
import { parseJson } from '../model/fields.ts';
import type { Cells, Changed } from './cells.ts';

/** How what was owed came to its end. */
export type Ending = z.infer<typeof ending>;

const ending = z.enum(['told', 'dead', 'suppressed']);

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

const record = z.union([
  z.object({ ended: ending }),
  z.object({ owner: z.string(), until: z.number(), mayRepeat: z.boolean() }),
  z.object({ released: z.enum(['no', 'maybe']) }),
]);

type Record = z.infer<typeof record>;

export function createClaims(cells: Cells, { now, rememberMs }: CellClaimsOptions): Claims {
  const write = (entry: Record) => ({ text: JSON.stringify(entry), ttlMs: rememberMs });

  /** A lease that ran out has to be remembered as such. */
  const writeClaim = (entry: Record & { readonly until: number }) => ({
    ...write(entry),
    ttlMs: rememberMs + Math.max(0, entry.until - now()),
  });

  function claim(known: Record | undefined, { owner, until, revive }: Claimant): Changed<Claimed> {
    const ours = (mayRepeat: boolean): Changed<Claimed> => ({
      answer: { kind: 'ours', mayRepeat },
      write: writeClaim({ owner, until, mayRepeat }),
    });
    if (known === undefined) return ours(false);
    if ('ended' in known) {
      return revive === true && known.ended === 'dead'
        ? ours(false)
        : { answer: { kind: 'ended', as: known.ended } };
    }
    if ('released' in known) return ours(known.released === 'maybe');
    if (known.owner === owner) return ours(known.mayRepeat);
    if (known.until > now()) return { answer: { kind: 'held', until: known.until } };
    return ours(true);
  }

  /** A claim that ran out and that nobody else took is still its owner's to settle. */
  function settle(
    keys: readonly string[],
    owner: string,
    entry: (known: Record | undefined) => Record,
  ): Promise<readonly undefined[]> {
    return cells.change(keys, (text) => {
      const known = readRecord(text);
      const isForeign = known !== undefined && 'owner' in known && known.owner !== owner;
      const isTold = known !== undefined && 'ended' in known && known.ended === 'told';
      return { answer: undefined, ...(!isForeign && !isTold && { write: write(entry(known)) }) };
    });
  }

  return {
    claim: (keys, claimant) => cells.change(keys, (text) => claim(readRecord(text), claimant)),
    async end(keys, owner, ending) {
      await settle(keys, owner, () => ({ ended: ending }));
    },
    async release(keys, owner, sent) {
      await settle(keys, owner, (known) => {
        if (known !== undefined && 'ended' in known) return known;
        return { released: sent === 'maybe' || mayBeSent(known) ? 'maybe' : 'no' };
      });
    },
  };
}

/** Whether it may have been sent, which stays so, whoever else gives it back, and however late. */
function mayBeSent(known: Exclude<Record, { ended: Ending }> | undefined): boolean {
  if (known === undefined) return false;
  return 'released' in known ? known.released === 'maybe' : known.mayRepeat;
}

/** What is not one of ours says nothing. */
function readRecord(text: string | undefined): Record | undefined {
  return text === undefined ? undefined : record.safeParse(parseJson(text)).data;
}
