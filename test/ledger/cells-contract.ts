import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Cells } from '../../src/ledger/cells.ts';

/** An empty store, as instances see it: each time another one. */
export type OpenStore = () => Promise<() => Cells>;

/** What all cells keep to. */
export function cellsContract(name: string, open: OpenStore): void {
  test(`${name}: a cell that nobody has written is undefined`, async () => {
    const cells = (await open())();
    expect(await texts(cells, ['a', ''])).toEqual([undefined, undefined]);
  });

  test(`${name}: what was written is there, for every instance`, async () => {
    const instance = await open();
    await write(instance(), 'a', 'one');
    await write(instance(), 'b', '');
    expect(await texts(instance(), ['b', 'a', 'c'])).toEqual(['', 'one', undefined]);
  });

  test(`${name}: a cell that is not written stays as it is`, async () => {
    const cells = (await open())();
    await write(cells, 'a', 'one');
    expect(await cells.change(['a'], (text) => ({ answer: `${text}!` }))).toEqual(['one!']);
    expect(await texts(cells, ['a'])).toEqual(['one']);
  });

  test(`${name}: nothing asked is nothing answered`, async () => {
    const cells = (await open())();
    expect(await cells.change([], () => ({ answer: 1 }))).toEqual([]);
  });

  test(`${name}: the function is told where the key stands, and the answers stand there too`, async () => {
    const cells = (await open())();
    await write(cells, 'b', 'two');
    const change = (text: string | undefined, index: number) => ({ answer: [index, text] });
    expect(await cells.change(['a', 'b'], change)).toEqual([
      [0, undefined],
      [1, 'two'],
    ]);
  });

  test(`${name}: a key that stands twice is changed twice, in order`, async () => {
    const cells = (await open())();
    expect(await cells.change(['a', 'b', 'a', 'a'], countUp)).toEqual([1, 1, 2, 3]);
    expect(await texts(cells, ['a', 'b'])).toEqual(['3', '1']);
  });

  test(`${name}: of a key that stands twice, one change may write and the other not`, async () => {
    const cells = (await open())();
    const first = (text: string | undefined, index: number) => ({
      answer: text,
      ...(index === 0 && { write: { text: 'first', ttlMs: MINUTE_MS } }),
    });
    expect(await cells.change(['a', 'a'], first)).toEqual([undefined, 'first']);
    expect(await texts(cells, ['a'])).toEqual(['first']);
  });

  test(`${name}: a cell is gone when its time is up, and others are not`, async () => {
    const cells = (await open())();
    await write(cells, 'long', 'here');
    await write(cells, 'short', 'here', 1);
    await expect.poll(() => texts(cells, ['short', 'long'])).toEqual([undefined, 'here']);
    expect(await cells.change(['short'], countUp)).toEqual([1]);
  });

  test(`${name}: a cell that is written again has its time anew`, async () => {
    const cells = (await open())();
    await write(cells, 'a', 'one', 60);
    await write(cells, 'a', 'two');
    await wait(100);
    expect(await texts(cells, ['a'])).toEqual(['two']);
  });

  test(`${name}: changes made at the same time are all made`, async () => {
    const instance = await open();
    const counting = Array.from({ length: 20 }, async () => {
      const cells = instance();
      for (let times = 0; times < 50; times += 1) await cells.change(['a', 'b'], countUp);
    });
    await Promise.all(counting);
    expect(await texts(instance(), ['a', 'b'])).toEqual(['1000', '1000']);
  });

  test(`${name}: of many who want the same, one is the first`, async () => {
    const instance = await open();
    const firsts = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        instance().change(['a'], (text) => {
          if (text !== undefined) return { answer: text };
          const own = String(number);
          return { answer: own, write: { text: own, ttlMs: MINUTE_MS } };
        }),
      ),
    );
    expect(new Set(firsts.flat()).size).toBe(1);
  });

  test(`${name}: a text may be long`, async () => {
    const cells = (await open())();
    const long = 'é'.repeat(3_000_000);
    expect(await cells.change(['a', 'b', 'a'], putting(long))).toHaveLength(3);
    expect(await texts(cells, ['a', 'b'])).toEqual([long, long]);
  });

  test(`${name}: a text may hold anything that Unicode has`, async () => {
    const cells = (await open())();
    const all = [
      '\0',
      '\u{1f514}',
      'é\u0301',
      '\r\n',
      '\u2028',
      '\ufeff',
      '\uffff',
      '$-1\r\n',
      '"\\',
    ];
    for (const text of [...all, all.join('')]) {
      await write(cells, 'a', text);
      expect(await texts(cells, ['a'])).toEqual([text]);
    }
  });

  // A store that writes UTF-8 cannot keep half of a pair; all of ours is JSON, which can say it.
  test(`${name}: half of a surrogate pair is kept, or becomes U+FFFD`, async () => {
    const cells = (await open())();
    await write(cells, 'a', 'x\ud83dy');
    const [text = ''] = await texts(cells, ['a']);
    expect(text.toWellFormed()).toBe('x\ufffdy');
    await write(cells, 'a', JSON.stringify('x\ud83dy'));
    const [json = ''] = await texts(cells, ['a']);
    expect(JSON.parse(json)).toBe('x\ud83dy');
  });

  test(`${name}: any two keys that differ are two cells`, async () => {
    const cells = (await open())();
    const keys = ['', ' ', '\0', 'a', 'A', 'a:b', '{a}', '\ud83d', '\ud83e', '\ufffd', '*'];
    const long = [`${'k'.repeat(100_000)}1`, `${'k'.repeat(100_000)}2`];
    const all = [...keys, ...long];
    await cells.change(all, (_, index) => ({
      answer: 0,
      write: { text: String(index), ttlMs: MINUTE_MS },
    }));
    expect(await texts(cells, all)).toEqual(all.map((_, index) => String(index)));
  });

  test(`${name}: there may be many keys in a call`, async () => {
    const cells = (await open())();
    const keys = Array.from({ length: 2_500 }, (_, number) => `key ${number % 2_400}`);
    const counts = await cells.change(keys, countUp);
    expect(counts.slice(0, 2_400)).toEqual(Array.from({ length: 2_400 }, () => 1));
    expect(counts.slice(2_400)).toEqual(Array.from({ length: 100 }, () => 2));
  });
}

const MINUTE_MS = 60_000;

export async function write(
  cells: Cells,
  key: string,
  text: string,
  ttlMs = MINUTE_MS,
): Promise<void> {
  await cells.change([key], () => ({ answer: undefined, write: { text, ttlMs } }));
}

export function texts(cells: Cells, keys: readonly string[]) {
  return cells.change(keys, (text) => ({ answer: text }));
}

function putting(text: string) {
  return () => ({ answer: undefined, write: { text, ttlMs: MINUTE_MS } });
}

export function countUp(text: string | undefined) {
  const count = Number(text ?? 0) + 1;
  return { answer: count, write: { text: String(count), ttlMs: MINUTE_MS } };
}
