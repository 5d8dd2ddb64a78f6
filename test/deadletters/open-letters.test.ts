import { expect, test } from 'vitest';
import type { LetterEntry, Unreadable } from '../../src/deadletters/dead-letters.ts';
import { openLetters } from '../../src/deadletters/open-letters.ts';
import { GIVEN_UP, rangeLetter, settled } from './letters.ts';

const at = (id: string, minute: number) =>
  rangeLetter({ id, time: new Date(GIVEN_UP + minute * 60_000), attempts: minute });

async function* stream(...entries: readonly (LetterEntry | Unreadable)[]) {
  yield* entries;
}

test('a letter is open until it is settled', async () => {
  const { open } = await openLetters(stream(at('a', 1), at('b', 2), settled('a'), settled('z')));
  expect(open).toEqual([{ letter: at('b', 2), times: 1 }]);
});

test('what was given up again is told as it was the last time, and how often', async () => {
  const { open } = await openLetters(stream(at('a', 1), at('b', 2), at('a', 3)));
  expect(open).toEqual([
    { letter: at('b', 2), times: 1 },
    { letter: at('a', 3), times: 2 },
  ]);
});

test('a letter that was written twice was given up once', async () => {
  const { open } = await openLetters(stream(at('a', 1), at('a', 1)));
  expect(open).toEqual([{ letter: at('a', 1), times: 1 }]);
});

test('what was settled and is given up again is open again', async () => {
  const { open } = await openLetters(stream(at('a', 1), settled('a'), at('a', 2)));
  expect(open).toEqual([{ letter: at('a', 2), times: 1 }]);
});

test('what cannot be read is counted', async () => {
  const unreadable = { kind: 'unreadable' } as const;
  expect(await openLetters(stream(unreadable, unreadable))).toEqual({ open: [], unreadable: 2 });
});
