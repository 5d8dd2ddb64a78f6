import { writeEntry } from './deadletters/letter-text.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { DeadLetter } from './model/dead-letter.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long a dead letter waits for each of the tries that it has by itself. After them it is left to people. */
export const WAITS_MS = [10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS] as const;

/** What is longer is tried by hand only: there may be hundreds of them. */
const LONGEST_BYTES = 256 * 1024;

/** Holds letters in the ledger, for the sweep to try again. A record will not be another one by itself. */
export async function holdLetters(
  letters: readonly DeadLetter[],
  ledger: Pick<Ledger, 'letters' | 'shared'>,
  now: number,
): Promise<void> {
  if (!ledger.shared) return;
  const [firstMs] = WAITS_MS;
  const held = letters
    .filter(({ kind }) => kind !== 'record')
    .map((letter) => ({
      id: letter.id,
      to: 'channel' in letter ? letter.channel : '',
      text: writeEntry(letter),
      dueAt: now + firstMs,
    }))
    .filter(({ text }) => Buffer.byteLength(text) <= LONGEST_BYTES);
  await ledger.letters.hold(held);
}
