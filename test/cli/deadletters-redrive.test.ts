import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LetterEntry } from '../../src/deadletters/dead-letters.ts';
import { openFileLetters } from '../../src/deadletters/file-letters.ts';
import { letterId } from '../../src/delivery/letter-id.ts';
import { alertLetter, rangeLetter, recordLetter } from '../deadletters/letters.ts';
import { deletion } from '../support/audit-event.ts';
import { linkFewRules } from '../support/few-rules.ts';
import { cli, type Said } from '../support/terminal.ts';
import { startWorld } from '../support/world.ts';

const KEYS = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'test-key',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'test-secret',
  ALIBABA_CLOUD_SECURITY_TOKEN: 'test-token',
};

let world: Awaited<ReturnType<typeof startWorld>>;
let directory: string;
let file: string;

/** A project whose channels and logstore are those of the world. */
beforeEach(async () => {
  world = await startWorld();
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  file = join(directory, 'letters.ndjson');
  await linkFewRules(directory);
  await copyFile('trailbell.yml', join(directory, 'trailbell.yml'));
});

afterEach(async () => {
  await world.close();
  await rm(directory, { recursive: true });
});

test('an alert goes to the channel that missed it, and is settled', async () => {
  await keep(alertLetter({ channel: 'slack' }));
  const said = await redrive('--all');
  expect(said.code).toBe(0);
  expect(said.out.at(-1)).toBe('1 of 1 dead letter settled');
  expect(shown()).toEqual(['slack']);
  expect(await redrive('--all')).toMatchObject({ code: 0, out: ['No dead letters.'] });
  expect(shown()).toEqual(['slack']);
});

test('what is refused once more stays a dead letter', async () => {
  await keep(alertLetter({ channel: 'slack' }));
  const gone = { status: 410, body: 'channel_is_archived' };
  world.inbox.answerWith('slack', { kind: 'answer', answer: gone });
  const said = await redrive('--all', '--json');
  expect(said.code).toBe(1);
  expect(parsed(said)).toEqual([
    expect.objectContaining({ kind: 'failed', reason: expect.stringContaining('archived') }),
  ]);
  expect((await redrive('--all')).code).toBe(0);
});

test('a channel that is not configured any more is said so', async () => {
  await keep(alertLetter({ channel: 'gone' }));
  const said = await redrive('--all', '--json');
  expect(parsed(said)).toEqual([
    expect.objectContaining({ kind: 'failed', reason: expect.stringContaining('gone') }),
  ]);
});

test('a range is read and told like any other', async () => {
  const { begin, end } = world.put([deletion()]);
  await keep(rangeLetter({ shard: 0, beginCursor: begin, endCursor: end }));
  expect(await redrive('--all')).toMatchObject({ code: 0 });
  expect(shown()).toEqual(['dingtalk', 'slack']);
});

test('a range is read with keys, which are asked for', async () => {
  await keep(rangeLetter());
  const said = await call(['--all'], {});
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('\n')).toContain('ALIBABA_CLOUD_ACCESS_KEY_ID');
});

test('a record that still cannot be read stays, and one that can is told', async () => {
  const { begin, end } = world.put(['{"half']);
  const { begin: next, end: last } = world.put([deletion()]);
  const origin = { logstore: 'actiontrail_example', shard: 0, index: 0 };
  await keep(
    recordLetter({ id: idOf(begin), origin: { ...origin, cursor: begin }, endCursor: end }),
    recordLetter({ id: idOf(next), origin: { ...origin, cursor: next }, endCursor: last }),
  );
  const said = await redrive('--all', '--json');
  expect(said.code).toBe(1);
  expect(parsed(said)).toMatchObject([{ kind: 'failed' }, { kind: 'settled' }]);
  expect(shown()).toEqual(['dingtalk', 'slack']);
});

test('an alert of a range that fails again becomes a letter of its own', async () => {
  const { begin, end } = world.put([deletion()]);
  world.inbox.answerWith('slack', {
    kind: 'answer',
    answer: { status: 404, body: 'no_service' },
  });
  await keep(rangeLetter({ shard: 0, beginCursor: begin, endCursor: end }));
  expect(await redrive('--all')).toMatchObject({ code: 0 });
  expect(await list()).toMatchObject([{ kind: 'alert', channel: 'slack' }]);
});

test('letters are chosen by the beginning of their ids, by kind, or only listed', async () => {
  await keep(alertLetter({ channel: 'slack' }), rangeLetter());
  expect((await redrive('--all', '--dry-run', '--json')).out).toHaveLength(2);
  expect(await redrive('nothing')).toMatchObject({ code: 2 });
  expect(await redrive()).toMatchObject({ code: 2 });
  expect(await redrive('--all', 'a1b2')).toMatchObject({ code: 2 });
  expect(await redrive('--all', '--kind', 'record')).toMatchObject({ out: ['No dead letters.'] });
  const [{ id = '' } = {}] = await list();
  expect(await redrive(id.slice(0, 8))).toMatchObject({ code: 0 });
  expect(await list()).toMatchObject([{ kind: 'range' }]);
});

test('whoever interrupts leaves the rest as it is', async () => {
  await keep(alertLetter({ channel: 'slack' }));
  const said = await call(['--all'], KEYS, AbortSignal.abort());
  expect(said).toMatchObject({ code: 1, err: ['interrupted: 1 dead letter not tried'] });
  expect(shown()).toEqual([]);
  expect(await list()).toHaveLength(1);
});

test('a letter of another logstore is left alone: its cursors mean something else here', async () => {
  const { begin, end } = world.put([deletion()]);
  await keep(rangeLetter({ logstore: 'another', beginCursor: begin, endCursor: end }));
  const said = await redrive('--all', '--json');
  expect(parsed(said)).toEqual([
    expect.objectContaining({ kind: 'failed', reason: expect.stringContaining('another') }),
  ]);
  expect(shown()).toEqual([]);
});

test('a record that is not there any more stays a dead letter', async () => {
  const { begin, end } = world.put([deletion()]);
  const origin = { logstore: 'actiontrail_example', shard: 0, cursor: begin, index: 7 };
  await keep(recordLetter({ origin, endCursor: end }));
  expect(parsed(await redrive('--all', '--json'))).toMatchObject([{ kind: 'failed' }]);
  expect(await list()).toHaveLength(1);
});

test('a record that is of no interest by now is settled', async () => {
  const { begin, end } = world.put([deletion({ eventName: 'ListVpcEndpoints' })]);
  const origin = { logstore: 'actiontrail_example', shard: 0, cursor: begin, index: 0 };
  await keep(recordLetter({ origin, endCursor: end }));
  expect(parsed(await redrive('--all', '--json'))).toMatchObject([{ kind: 'settled' }]);
});

test('entries that cannot be read are said', async () => {
  await writeFile(file, 'half a line\n');
  expect((await redrive('--all')).err.join()).toContain('1 entry could not be read');
});

/** As the pipeline makes it: so a letter that is written again is known to be the same. */
function idOf(cursor: string): string {
  return letterId(['record', 'actiontrail_example', 0, cursor, 0]);
}

async function keep(...entries: readonly LetterEntry[]): Promise<void> {
  await writeFile(file, '');
  await openFileLetters(file).write(entries);
}

function redrive(...words: readonly string[]): Promise<Said> {
  return call(words, KEYS);
}

function call(
  words: readonly string[],
  keys: Readonly<Record<string, string>>,
  interrupted = new AbortController().signal,
): Promise<Said> {
  const env = {
    ...world.env,
    ...keys,
    LOG_PROJECT: 'example',
    LOG_LOGSTORE: 'actiontrail_example',
  };
  return cli(['deadletters', 'redrive', '--file', file, ...words], { directory, env, interrupted });
}

async function list(): Promise<readonly { readonly id?: string }[]> {
  const said = await cli(['deadletters', 'list', '--json', '--file', file], { directory });
  return said.out.map((line): { id?: string } => JSON.parse(line));
}

function parsed({ out }: Said): readonly unknown[] {
  return out.map((line): unknown => JSON.parse(line));
}

/** The channels whose people saw something. */
function shown(): readonly string[] {
  return world.inbox
    .messages()
    .filter(({ fate }) => fate === 'shown')
    .map(({ channel }) => channel)
    .toSorted();
}
