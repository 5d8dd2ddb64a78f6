import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelTypes } from '../../src/channels/index.ts';
import { forEachApp, inboxChannels } from '../../src/local/inbox/apps.ts';
import { startLocalRun } from '../../src/local/local-run.ts';
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

test('a channel of any type leads to its app, which takes what it sends', async () => {
  const channels = Object.fromEntries(
    channelTypes.map(({ type, sample, settings }) => {
      const keys = [...Object.keys(sample), ...('secret' in settings.shape ? ['secret'] : [])];
      // Every text asks for a variable, and none is set.
      const unset = Object.fromEntries(keys.map((key) => [key, '${NOT_SET}']));
      return [`my-${type}`, { ...unset, type }];
    }),
  );
  const project = shippedProject();
  const run = await startLocalRun({
    project: { ...project, config: { source: {}, channels } },
    env: {},
    journal: () => {},
    onSay: () => {},
    locale: 'zh',
    deadLetters: join(directory, 'dead-letters.ndjson'),
    ports: [0],
  });
  try {
    await run.feed([new TextEncoder().encode(JSON.stringify(deletion()))]);
    const messages = run.inbox.messages();
    expect(messages).toHaveLength(channelTypes.length);
    const told = messages.map(({ channel, fate, why = '' }) => [channel, `${fate} ${why}`]);
    expect(Object.fromEntries(told)).toEqual(forEachApp(() => 'shown '));
  } finally {
    await run.close();
  }
});
