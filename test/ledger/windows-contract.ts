import { expect, test } from 'vitest';
import type { WindowEntry, Windows, WindowSightings } from '../../src/ledger/windows.ts';

/** What all windows keep to. `open` makes some without groups. */
export function windowsContract(name: string, open: () => Promise<Windows>): void {
  test(`${name}: a group is answered as it was before its new entries came`, async () => {
    const windows = await open();
    const [first, second] = [entry('a', 1), entry('b', 2)];
    expect(await seeOne(windows, [first])).toMatchObject({ before: [], known: [], late: [] });
    expect(await seeOne(windows, [second])).toMatchObject({ before: [first], known: [] });
    expect(await seeOne(windows, [])).toMatchObject({ before: [first, second] });
  });

  test(`${name}: entries keep all that they hold`, async () => {
    const windows = await open();
    const values = ['', '"\u{1f514}\n\0', 'x'.repeat(10_000), 0.1, -1e300, 2 ** 53 - 1];
    const full = { ...entry('["a","\u2028"]', 1_758_000_000_123), values, kept: ['k', ''] };
    await seeOne(windows, [full]);
    expect((await seeOne(windows, [])).before).toEqual([full]);
  });

  test(`${name}: entries are in order of time, and those of one time in order of coming`, async () => {
    const windows = await open();
    await seeOne(windows, [entry('c', 3), entry('e', 9)]);
    await seeOne(windows, [entry('b', 2), entry('d', 3), entry('f', 10)]);
    expect(idsOf((await seeOne(windows, [])).before)).toBe('b c d e f');
  });

  test(`${name}: an entry that is there already is known, and left as it is`, async () => {
    const windows = await open();
    const first = entry('a', 1);
    await seeOne(windows, [first]);
    const again = await seeOne(windows, [{ ...first, values: ['other'] }, entry('b', 2)]);
    expect(again.known).toEqual(['a']);
    expect((await seeOne(windows, [])).before).toEqual([first, entry('b', 2)]);
  });

  test(`${name}: what is older than the newest by more than a group remembers is late`, async () => {
    const windows = await open();
    await seeOne(windows, [entry('a', 200)]);
    const state = await seeOne(windows, [entry('b', 99), entry('c', 100)]);
    expect(state.late).toEqual(['b']);
    expect(idsOf((await seeOne(windows, [])).before)).toBe('c a');
  });

  test(`${name}: what a group does not remember any more is forgotten by the next call`, async () => {
    const windows = await open();
    const portion = [entry('a', 0), entry('b', 150), entry('c', 300)];
    expect((await seeOne(windows, portion)).late).toEqual([]);
    const again = await seeOne(windows, portion);
    expect(again).toMatchObject({ known: ['a', 'b', 'c'], since: -100 });
    await seeOne(windows, [entry('d', 310)]);
    expect(await seeOne(windows, [])).toMatchObject({ since: 200 });
    expect(idsOf((await seeOne(windows, [])).before)).toBe('c d');
    expect((await seeOne(windows, [entry('b', 150)])).late).toEqual(['b']);
  });

  test(`${name}: a group holds only so many entries, and the oldest go first`, async () => {
    const windows = await open();
    const most = { most: 2 };
    expect((await seeOne(windows, [entry('a', 1), entry('b', 2)], most)).over).toBe(0);
    expect((await seeOne(windows, [entry('c', 3), entry('d', 4)], most)).over).toBe(2);
    expect((await seeOne(windows, [entry('a', 1)], most)).over).toBe(1);
    expect(idsOf((await seeOne(windows, [], most)).before)).toBe('c d');
  });

  test(`${name}: only the newest texts are kept`, async () => {
    const windows = await open();
    const mostKept = { mostKept: 3 };
    const two = (id: string, time: number) => ({ ...entry(id, time), kept: [`${id}1`, `${id}2`] });
    await seeOne(windows, [two('a', 1), two('c', 3)], mostKept);
    await seeOne(windows, [two('b', 2)], mostKept);
    const { before } = await seeOne(windows, [], mostKept);
    expect(before.map(({ kept }) => kept)).toEqual([[], ['b2'], ['c1', 'c2']]);
  });

  test(`${name}: groups do not know of each other`, async () => {
    const windows = await open();
    const one = sightings([entry('a', 1)]);
    const { states } = await windows.see([one, { ...one, key: 'other' }]);
    expect(states).toMatchObject([{ known: [] }, { known: [] }]);
    const both = [claim('a', 5), { ...claim('a', 5), key: 'other' }];
    expect(await windows.fire(both)).toEqual([
      [{ cause: 'a', time: 5 }],
      [{ cause: 'a', time: 5 }],
    ]);
  });

  test(`${name}: nothing asked is nothing answered`, async () => {
    const windows = await open();
    expect(await windows.see([])).toEqual({ states: [], forgotten: [] });
    expect(await windows.fire([])).toEqual([]);
    expect(await seeOne(windows, [])).toMatchObject({ before: [], firings: [], since: -Infinity });
  });

  test(`${name}: a firing stands where its group is not quiet`, async () => {
    const windows = await open();
    const [at50, at61, at39] = [50, 61, 39].map((time) => ({ cause: `at ${time}`, time }));
    await seeOne(windows, [entry('a', 50)]);
    expect(await windows.fire([claim('at 50', 50)])).toEqual([[at50]]);
    expect(await windows.fire([claim('at 60', 60)])).toEqual([[at50]]);
    expect(await windows.fire([claim('at 40', 40)])).toEqual([[at50]]);
    expect(await windows.fire([claim('at 61', 61)])).toEqual([[at50, at61]]);
    expect(await windows.fire([claim('at 39', 39)])).toEqual([[at39, at50, at61]]);
    expect((await seeOne(windows, [])).firings).toEqual([at39, at50, at61]);
  });

  test(`${name}: one event causes one firing, the first`, async () => {
    const windows = await open();
    await windows.fire([claim('a', 50)]);
    expect(await windows.fire([claim('a', 50)])).toEqual([[{ cause: 'a', time: 50 }]]);
    expect(await windows.fire([claim('a', 90)])).toEqual([[{ cause: 'a', time: 50 }]]);
  });

  test(`${name}: a firing outlives the entries of its time by a day, for its cause to find it`, async () => {
    const windows = await open();
    const firing = { cause: 'a', time: 50 };
    await seeOne(windows, [entry('a', 50)]);
    await windows.fire([claim('a', 50)]);
    await seeOne(windows, [entry('b', DAY_MS + 150)]);
    await seeOne(windows, []);
    const again = await seeOne(windows, [entry('a', 50)]);
    expect(again).toMatchObject({ late: ['a'], firings: [firing] });
    expect(await windows.fire([claim('a', 50)])).toEqual([[firing]]);
    await seeOne(windows, [entry('c', DAY_MS + 151)]);
    await seeOne(windows, []);
    expect((await seeOne(windows, [])).firings).toEqual([]);
  });

  test(`${name}: a group remembers its newest firings, but not any number`, async () => {
    const windows = await open();
    const claims = Array.from({ length: 1_010 }, (_, number) => claim(`${number}`, number * 11));
    await windows.fire(claims);
    await seeOne(windows, [entry('a', 1_010 * 11)], { keepMs: DAY_MS });
    const { firings } = await seeOne(windows, []);
    expect(firings.map(({ cause }) => cause)).toEqual(claims.slice(10).map(({ cause }) => cause));
  });
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Milliseconds. */
const KEEP_MS = 100;

export function entry(id: string, time: number): WindowEntry {
  return { id, event: id, time, values: [], kept: [] };
}

/** Of one group, that remembers for 100 ms. */
export function sightings(
  entries: readonly WindowEntry[],
  rest: Partial<WindowSightings> = {},
): WindowSightings {
  return { key: 'one', entries, keepMs: KEEP_MS, most: 1_000, mostKept: 10, ...rest };
}

/** Of the same group, which is quiet for 10 ms. */
export function claim(cause: string, time: number) {
  return { key: 'one', cause, time, quietMs: 10, keepMs: KEEP_MS };
}

async function seeOne(
  windows: Windows,
  entries: readonly WindowEntry[],
  rest?: Partial<WindowSightings>,
) {
  const [state] = (await windows.see([sightings(entries, rest)])).states;
  if (state === undefined) throw new Error('no answer');
  return state;
}

function idsOf(entries: readonly WindowEntry[]): string {
  return entries.map(({ id }) => id).join(' ');
}
