import { writeEntry } from './deadletters/letter-text.ts';
import type { Holding, Ledger } from './ledger/ledger.ts';
import type { Digest } from './model/digest.ts';

/** Holds digests in the ledger, as the dead letters that they become where no sweep can tell them. */
export function digestHolder(
  { digests }: Pick<Ledger, 'digests'>,
  now: () => number,
): (channel: string, digest: Digest) => Promise<Holding> {
  return (channel, digest) => {
    const { id } = digest;
    const time = new Date(now());
    const letter = {
      kind: 'digest',
      id,
      time,
      reason: 'held',
      attempts: 0,
      channel,
      digest,
    } as const;
    return digests.hold(channel, { id, text: writeEntry(letter) });
  };
}
