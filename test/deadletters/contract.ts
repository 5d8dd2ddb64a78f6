import { expect, test } from 'vitest';
import type { DeadLetters } from '../../src/deadletters/dead-letters.ts';
import { alertLetter, allOf, GIVEN_UP, rangeLetter, recordLetter, settled } from './letters.ts';

/** What every store of dead letters keeps to. `place` makes an empty one, and answers with how to open it. */
export function deadLettersContract(name: string, place: () => Promise<() => DeadLetters>): void {
  test(`${name}: an empty store has no entries`, async () => {
    const open = await place();
    expect(await allOf(open().read(0))).toEqual([]);
    await open().write([]);
    expect(await allOf(open().read(0))).toEqual([]);
  });

  test(`${name}: what was written is there for whoever opens it next, whole and in order`, async () => {
    const open = await place();
    const letters = open();
    const first = [alertLetter(), recordLetter(), settled('x')];
    const second = [rangeLetter({ time: new Date(GIVEN_UP + 1) }), settled('y', GIVEN_UP + 1)];
    await letters.write(first);
    await letters.write(second);
    expect(await allOf(open().read(0))).toEqual([...first, ...second]);
  });

  test(`${name}: only what was given up since a moment is read`, async () => {
    const open = await place();
    const at = (time: number) => rangeLetter({ id: String(time), time: new Date(time) });
    const entries = [at(GIVEN_UP - 86_400_000), at(GIVEN_UP - 1), at(GIVEN_UP)];
    await open().write([...entries, settled('x', GIVEN_UP - 1)]);
    expect(await allOf(open().read(GIVEN_UP))).toEqual([at(GIVEN_UP)]);
    expect(await allOf(open().read(GIVEN_UP - 1))).toHaveLength(3);
  });

  test(`${name}: texts of strangers are kept as they are, and break no line`, async () => {
    const excerpt = '\n\r\n\u0000\u001B[2J\u2028\u2029\u202E"\\ 删除 🗑 \u{2F800}';
    const letter = recordLetter({ excerpt, reason: excerpt, id: excerpt });
    const open = await place();
    await open().write([letter, settled(excerpt)]);
    expect(await allOf(open().read(0))).toEqual([letter, settled(excerpt)]);
  });

  test(`${name}: what is written at the same time is all kept`, async () => {
    const open = await place();
    const letters = open();
    const ids = Array.from({ length: 20 }, (_, at) => `letter-${at}`);
    await Promise.all(ids.map((id) => letters.write([alertLetter({ id })])));
    const kept = await allOf(open().read(0));
    expect(new Set(kept.map((entry) => 'id' in entry && entry.id))).toEqual(new Set(ids));
  });

  test(`${name}: many letters are read in the order in which they were written`, async () => {
    const open = await place();
    const ids = Array.from({ length: 300 }, (_, at) => `letter-${at}`);
    await open().write(ids.map((id) => alertLetter({ id, reason: 'x'.repeat(3_000) })));
    const kept = await allOf(open().read(0));
    expect(kept.map((entry) => 'id' in entry && entry.id)).toEqual(ids);
  });
}
