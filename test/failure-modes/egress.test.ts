import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Fetch } from '../../src/channels/channel.ts';
import { nodeFetch, openFetch } from '../../src/channels/node-fetch.ts';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import type { World } from '../support/world.ts';

/** Stands for a public address where a test allows it; the other never is. */
const ALLOWED = '127.0.0.1';
const PRIVATE = '127.0.0.2';

const REFUSED = 'the address is private: see allow_addresses';

/** A server on all addresses of this machine that knows of every connection, even an empty one. */
async function startServer(
  answer: RequestListener = (_, response) => response.writeHead(204).end(),
) {
  const reached: (string | undefined)[] = [];
  const server = createServer(answer);
  server.on('connection', ({ localAddress }) => reached.push(localAddress));
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, reached };
}

/**
 * The handler with a webhook and a Slack. Of each look-up of a host, the webhook is given the next of
 * `found`, and TLS is taken off, since no certificate of this machine is known.
 */
async function openHooked(
  webhook: string,
  found: readonly (readonly string[])[],
  allow_addresses: readonly string[] = [],
) {
  let looked = 0;
  const plainly = openFetch((_, answer) => {
    const addresses = found[Math.min(looked++, found.length - 1)] ?? [];
    answer(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  });
  const fetch: Fetch = (url, request) =>
    url.protocol === 'https:'
      ? plainly(new URL(url.href.replace(/^https/, 'http')), request)
      : nodeFetch(url, request);
  const world = await openWorld();
  const app = world.openApp({
    fetch,
    settings: { channels: channelsWith(webhook, allow_addresses) },
  });
  const deliver = async (eventId: string): Promise<unknown> =>
    JSON.parse(await world.trigger(world.put([deletion({ eventId })]), 0, app));
  return { world, deliver, looks: () => looked };
}

function channelsWith(webhook: string, allow_addresses: readonly string[] = []) {
  return {
    hook: { type: 'webhook', webhook, allow_addresses },
    slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' },
  };
}

async function expectDeadLetter(world: World, why: string) {
  expect(await world.letters()).toMatchObject([{ kind: 'alert', channel: 'hook', attempts: 1 }]);
  expect(JSON.stringify(await world.letters())).toContain(why);
  expect(world.journaled('notice')).toMatchObject([
    { notice: { kind: 'dead-channel', channel: 'hook' }, channel: 'slack' },
  ]);
  expect(JSON.stringify(world.journal)).not.toMatch(/127\.0\.0\.|hooks\.example|localhost/);
}

test.each([
  'https://100.100.100.200/latest/meta-data/ram/security-credentials/',
  'https://10.0.0.1/hook',
  'https://172.16.0.1/hook',
  'https://192.168.0.1/hook',
  'https://127.0.0.1:<port>/hook',
  'https://0x7f.1:<port>/hook',
  'https://2130706433:<port>/hook',
  'https://[::ffff:127.0.0.1]:<port>/hook',
])(
  'failure mode 24: the webhook %s is refused before a batch is read, and another channel is told',
  async (webhook) => {
    const { port, reached } = await startServer();
    const world = await openWorld();
    const channels = channelsWith(webhook.replace('<port>', String(port)));
    const app = world.openApp({ settings: { channels } });
    await expect(world.trigger(world.put([deletion()]), 0, app)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/^channels\.hook\.webhook: names a private address\./),
    });
    expect(world.shown('slack').join()).toContain('channels.hook.webhook');
    expect(reached).toEqual([]);
  },
);

test('failure mode 24: the name of this machine is resolved and refused', async () => {
  const { port, reached } = await startServer();
  const world = await openWorld();
  const settings = { channels: channelsWith(`https://localhost:${port}/hook`) };
  const app = world.openApp({ settings });
  const summary = await world.trigger(world.put([deletion()]), 0, app);
  expect(JSON.parse(summary)).toMatchObject({ delivered: 1, deadLetters: 1 });
  await expectDeadLetter(world, REFUSED);
  expect(reached).toEqual([]);
});

test.each([[[ALLOWED]], [['100.100.100.200']], [['10.0.0.1', '169.254.169.254', PRIVATE]]])(
  'failure mode 24: a name that resolves to %j is a dead letter',
  async (addresses) => {
    const { port, reached } = await startServer();
    const { world, deliver } = await openHooked(`https://hooks.example:${port}/hook`, [addresses]);
    expect(await deliver('event-0')).toMatchObject({ delivered: 1, deadLetters: 1 });
    await expectDeadLetter(world, REFUSED);
    expect(world.shown('slack')).toHaveLength(2);
    expect(reached).toEqual([]);
  },
);

test('failure mode 24: a name that turns private is refused, and what was checked is connected to', async () => {
  const { port, reached } = await startServer();
  const { world, deliver, looks } = await openHooked(
    `https://hooks.example:${port}/hook`,
    [[ALLOWED], [PRIVATE]],
    [`${ALLOWED}/32`],
  );
  expect(await deliver('event-0')).toMatchObject({ delivered: 2, deadLetters: 0 });
  expect({ reached, looks: looks() }).toEqual({ reached: [ALLOWED], looks: 1 });
  expect(await deliver('event-1')).toMatchObject({ delivered: 1, deadLetters: 1 });
  await expectDeadLetter(world, REFUSED);
  expect(reached).toEqual([ALLOWED]);
});

test('failure mode 24: of several addresses only those that are allowed are tried', async () => {
  const { port, reached } = await startServer();
  const { deliver } = await openHooked(
    `https://hooks.example:${port}/hook`,
    [[PRIVATE, ALLOWED, '10.0.0.1']],
    [`${ALLOWED}/32`],
  );
  expect(await deliver('event-0')).toMatchObject({ delivered: 2, deadLetters: 0 });
  expect(reached).toEqual([ALLOWED]);
});

test.each([301, 302, 303, 307, 308])(
  'failure mode 24: a %d to a private address is not followed',
  async (status) => {
    const inside = await startServer();
    const location = `http://${PRIVATE}:${inside.port}/latest/meta-data/`;
    const { port, reached } = await startServer((_, response) =>
      response.writeHead(status, { location }).end(),
    );
    const { world, deliver } = await openHooked(
      `https://hooks.example:${port}/hook`,
      [[ALLOWED]],
      [`${ALLOWED}/32`],
    );
    expect(await deliver('event-0')).toMatchObject({ delivered: 1, deadLetters: 1 });
    await expectDeadLetter(world, `HTTP ${status}: the webhook redirects`);
    expect(reached).toEqual([ALLOWED]);
    expect(inside.reached).toEqual([]);
  },
);

test('failure mode 24: a private address that is allowed is told, whether named or resolved', async () => {
  const { port, reached } = await startServer();
  for (const host of [ALLOWED, 'hooks.example']) {
    const { deliver } = await openHooked(`https://${host}:${port}/`, [[ALLOWED]], ['127.0.0.0/8']);
    expect(await deliver('event-0')).toMatchObject({ delivered: 2, deadLetters: 0 });
  }
  expect(reached).toEqual([ALLOWED, ALLOWED]);
});
