import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { channelTypes } from '../../src/channels/index.ts';
import { happenAgain } from '../../src/local/happen-again.ts';
import { forEachApp, inboxChannels } from '../../src/local/inbox/apps.ts';
import { type LocalRunOptions, startLocalRun } from '../../src/local/local-run.ts';
import type { JournalEntry } from '../../src/model/journal.ts';
import { deletion } from '../support/audit-event.ts';
import { shippedProject } from '../support/shipped.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('there is an app for every type of channel', () => {
  const types = channelTypes.map(({ type }) => type);
  expect(inboxChannels.toSorted()).toEqual(types.toSorted());
});

/** A channel of each type, whose variables are not set. */
const channels = Object.fromEntries(
  channelTypes.map(({ type, sample, settings }) => {
    const keys = [...Object.keys(sample), ...('secret' in settings.shape ? ['secret'] : [])];
    const unset = Object.fromEntries(keys.map((key) => [key, '${NOT_SET}']));
    return [`my-${type}`, { ...unset, type }];
  }),
);

async function start(options: Partial<LocalRunOptions> = {}) {
  const run = await startLocalRun({
    project: { ...shippedProject(), config: { source: {}, channels } },
    env: {},
    journal: () => {},
    onSay: () => {},
    locale: 'zh',
    deadLetters: join(directory, 'dead-letters.ndjson'),
    ports: [0],
    webPorts: [0],
    ...options,
  });
  onTestFinished(() => run.close());
  return run;
}

const bytesOf = (record: unknown) => new TextEncoder().encode(JSON.stringify(record));

/** The tokens that a message holds: where the pages are, or in Slack's buttons. */
function tokensIn({ payload }: { readonly payload: unknown }): readonly string[] {
  const text = decodeURIComponent(JSON.stringify(payload).replace(/%(?![0-9A-F]{2})/g, '%25'));
  return [...text.matchAll(/\/a\?t=([\w-]{60})|"value":"([\w-]{60})"/g)].flatMap(
    ([, link, button]) => link ?? button ?? [],
  );
}

test('a channel of any type leads to its app, which takes what it sends', async () => {
  const run = await start();
  await run.feed([bytesOf(deletion())]);
  const messages = run.inbox.messages();
  expect(messages).toHaveLength(channelTypes.length);
  const told = messages.map(({ channel, fate, why = '' }) => [channel, `${fate} ${why}`]);
  expect(Object.fromEntries(told)).toEqual(forEachApp(() => 'shown '));
});

test('a message on any channel leads to the page of its alert', async () => {
  const run = await start();
  await run.feed([bytesOf(deletion())]);
  for (const message of run.inbox.messages()) {
    const [token] = tokensIn(message);
    const page = await fetch(`${run.webUrl}/a?t=${token}`);
    expect([message.channel, page.status]).toEqual([message.channel, 200]);
    expect(await page.text()).toContain('epsrv-example1');
  }
});

test('where nobody is there to answer, no message offers it', async () => {
  const run = await start({ webPorts: undefined });
  await run.feed([bytesOf(deletion())]);
  expect(run.inbox.messages()).toHaveLength(channelTypes.length);
  expect(run.inbox.messages().flatMap(tokensIn)).toEqual([]);
  expect(run.webUrl).toBeUndefined();
});

test('a link of another run opens nothing', async () => {
  const [one, other] = [await start(), await start()];
  await one.feed([bytesOf(deletion())]);
  const [token] = one.inbox.messages().flatMap(tokensIn);
  const { status } = await fetch(`${other.webUrl}/a?t=${token}`);
  expect(status).toBe(403);
});

test('what happened happens again as other events', async () => {
  const journal: JournalEntry[] = [];
  const run = await start({ journal: (entry) => void journal.push(entry) });
  const records = [bytesOf(deletion()), new TextEncoder().encode('{"half')];
  await run.feed(records);
  await run.feed(records);
  await run.feed(happenAgain(records));
  const batches = journal.filter((entry) => entry.kind === 'batch');
  expect(batches.map(({ alerts, repeated, malformed }) => [alerts, repeated, malformed])).toEqual([
    [1, 0, 1],
    [0, 1, 1],
    [1, 0, 1],
  ]);
});

test('a port that is taken leaves nothing running', async () => {
  const run = await start();
  const taken = [Number(new URL(run.inbox.url).port)];
  await expect(start({ ports: taken })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(start({ webPorts: taken })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
