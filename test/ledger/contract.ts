import { expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { windowsContract } from './windows-contract.ts';

/** What every ledger keeps to. `open` makes an empty one that remembers for `ttlMs`. */
export function ledgerContract(
  name: string,
  open: (now: () => number, ttlMs: number) => Promise<Ledger>,
): void {
  test(`${name}: what was marked is marked, and nothing else is`, async () => {
    const ledger = await open(() => 0, 1_000);
    await ledger.mark(['a', 'b']);
    expect(await ledger.marked(['a', 'c', 'b'])).toEqual(new Set(['a', 'b']));
  });

  test(`${name}: nothing is marked in an empty one`, async () => {
    const ledger = await open(() => 0, 1_000);
    expect(await ledger.marked(['a'])).toEqual(new Set());
    expect(await ledger.marked([])).toEqual(new Set());
  });

  test(`${name}: a mark ends with its time, and a mark set again lasts longer`, async () => {
    let time = 0;
    const ledger = await open(() => time, 1_000);
    await ledger.mark(['a', 'b']);
    time = 900;
    await ledger.mark(['b']);
    time = 1_100;
    expect(await ledger.marked(['a', 'b'])).toEqual(new Set(['b']));
  });

  windowsContract(name, async () => (await open(() => 0, 1_000)).windows);
}
