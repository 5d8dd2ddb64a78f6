import { appendFile, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFileLetters } from '../../src/deadletters/file-letters.ts';
import { deadLettersContract } from './contract.ts';
import { alertLetter, allOf, rangeLetter, recordLetter } from './letters.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

let places = 0;
function newPath(): string {
  places += 1;
  return join(directory, `folder-${places}`, 'below', 'letters.ndjson');
}

deadLettersContract('a file', async () => {
  const path = newPath();
  return () => openFileLetters(path);
});

test('an entry is a line of JSON, and nobody else may read the file', async () => {
  const path = newPath();
  await openFileLetters(path).write([alertLetter(), rangeLetter()]);
  const lines = (await readFile(path, 'utf8')).split('\n');
  expect(lines.map((line) => line && JSON.parse(line).kind)).toEqual(['alert', 'range', '']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test.each([1, 20, 200])(
  'a line that a crash cut by %i bytes costs only itself',
  async (missing) => {
    const path = newPath();
    const letters = openFileLetters(path);
    await letters.write([alertLetter(), alertLetter({ reason: '长'.repeat(300) })]);
    await truncate(path, (await stat(path)).size - missing);
    await letters.write([rangeLetter()]);
    const torn = missing === 1 ? expect.anything() : { kind: 'unreadable' };
    expect(await allOf(letters.read(0))).toEqual([alertLetter(), torn, rangeLetter()]);
  },
);

test('lines that are no entries are counted, and empty ones are nothing', async () => {
  const path = newPath();
  const letters = openFileLetters(path);
  await letters.write([recordLetter()]);
  await appendFile(path, '\nhello\n{"kind":"alert"}\nnull\n\n');
  await letters.write([rangeLetter()]);
  const unreadable = { kind: 'unreadable' };
  expect(await allOf(letters.read(0))).toEqual([
    recordLetter(),
    unreadable,
    unreadable,
    unreadable,
    rangeLetter(),
  ]);
  expect(await allOf(letters.read(Date.now() + 86_400_000))).toHaveLength(3);
});

test('a place that cannot be written to is told to whoever writes, each time', async () => {
  const path = newPath();
  await openFileLetters(path).write([rangeLetter()]);
  const below = openFileLetters(join(path, 'letters.ndjson'));
  await expect(below.write([rangeLetter()])).rejects.toThrow();
  await expect(below.write([rangeLetter()])).rejects.toThrow();
  const folder = openFileLetters(dirname(path));
  await expect(folder.write([rangeLetter()])).rejects.toThrow();
  await expect(allOf(folder.read(0))).rejects.toThrow();
});
