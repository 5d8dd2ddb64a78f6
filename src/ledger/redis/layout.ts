import { createHash } from 'node:crypto';
import { LedgerDownError } from '../cells.ts';
import type { Send } from './redis-connection.ts';

/**
 * Brings what stands under `prefix` from one layout to the next one. Two instances may run it at the
 * same time, and one that is interrupted is run again from its beginning: it must bear that.
 */
export type UpgradeStep = (send: Send, prefix: string) => Promise<unknown>;

/** From the first layout on. A step for good, because a ledger may be of any age. */
const upgradeSteps: readonly UpgradeStep[] = [];

export const LAYOUT = upgradeSteps.length + 1;

/** Longer than any cell lives: after that, nothing is left that would need an upgrade. */
const LAYOUT_TTL_MS = 400 * 24 * 60 * 60 * 1000;

/** A cluster keeps all keys with the same text in braces together, so that a script may use them. */
export function layoutKey(prefix: string): string {
  return `{${prefix}}:layout`;
}

/** The name of a cell. 128 bits of SHA-256 stand for its key, in which no two lone surrogates are the same. */
export function cellKey(prefix: string, family: string, key: string): string {
  const digest = createHash('sha256').update(key, 'utf16le').digest('hex').slice(0, 32);
  return `{${prefix}}:${LAYOUT}:${family}:${digest}`;
}

/** Writes a number where there is none or the expected one; answers with the one that then stands. */
const replaceLayout = `
local found = redis.call('GET', KEYS[1])
if found and found ~= ARGV[1] then return found end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return ARGV[2]
`;

/**
 * Makes sure that what stands in Redis has the layout that this release knows, and says so there. What
 * an older release has written is upgraded; what a newer one has written is left alone, with a
 * LedgerDownError.
 */
export async function checkLayout(
  send: Send,
  prefix: string,
  steps: readonly UpgradeStep[] = upgradeSteps,
): Promise<void> {
  const ours = steps.length + 1;
  async function replace(expected: number, layout: number): Promise<number> {
    const found = await send((redis) =>
      redis.eval(replaceLayout, 1, layoutKey(prefix), expected, layout, LAYOUT_TTL_MS),
    );
    return Number(found);
  }

  let layout = await replace(ours, ours);
  for (const [place, step] of steps.entries()) {
    if (layout !== place + 1) continue;
    await step(send, prefix);
    layout = await replace(layout, layout + 1);
  }
  if (layout > ours) {
    throw new LedgerDownError('Redis: a newer release of trailbell has written the ledger.');
  }
  if (layout !== ours) {
    throw new LedgerDownError('Redis: something else has written the layout of the ledger.');
  }
}
