import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { formatSlack } from '../../src/channels/slack/message.ts';
import { type RunningInbox, startInbox } from '../../src/local/inbox/inbox-server.ts';
import { alertAbout, offers } from '../channels/notification.ts';
import { deadOrigin, type Reply, reply, startVendor } from '../channels/vendor.ts';

const SECRET = 'signing-secret-example';
const NOW = 1_700_000_000_000;

const running: RunningInbox[] = [];
afterEach(() => Promise.all(running.splice(0).map((inbox) => inbox.close())));

/** An inbox with one message of four buttons, whose app's owner gives `answer`. */
async function start(answer: Reply, clock = { now: NOW }) {
  const owner = await startVendor(answer);
  return { owner, ...(await startWith(owner.origin, clock)) };
}

async function startWith(origin: string | undefined, clock = { now: NOW }) {
  const slack = origin && {
    url: `${origin}/slack`,
    signingSecret: SECRET,
    user: { id: 'U0EXAMPLE', name: 'carol' },
  };
  const inbox = await startInbox({ ...(slack && { slack }), now: () => clock.now });
  running.push(inbox);
  const message = formatSlack(alertAbout('alice', { offers }), { interactive: true });
  expect((await post(inbox.webhooks.slack, message)).status).toBe(200);
  const place = /data-press="(?<place>[^"]+)"/.exec(await (await fetch(inbox.url)).text());
  const press = (body: unknown = { button: place?.groups?.['place'] }, id = 1) =>
    post(`${inbox.url}messages/${id}/press`, body);
  return { inbox, press };
}

function post(url: string, body: unknown, headers = { 'content-type': 'application/json' }) {
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

const interaction = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string(), name: z.string() }),
  response_url: z.url(),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string(), action_ts: z.string() })]),
});

function payloadOf(body = '') {
  return interaction.parse(JSON.parse(new URLSearchParams(body).get('payload') ?? ''));
}

test("a press tells the app's owner who pressed what, signed as Slack signs", async () => {
  const { owner, press } = await start(reply(200));
  expect(await (await press()).json()).toEqual({ why: '' });
  const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = owner.seen;
  expect(url).toBe('/slack');
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  const timestamp = String(headers['x-slack-request-timestamp']);
  expect(timestamp).toBe(String(NOW / 1000));
  const mac = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  expect(headers['x-slack-signature']).toBe(`v0=${mac}`);
  expect(payloadOf(body)).toMatchObject({
    user: { id: 'U0EXAMPLE', name: 'carol' },
    actions: [{ action_id: 'acknowledge', value: offers[0]?.token }],
  });
});

test('what is answered to a press is shown in the channel', async () => {
  const { inbox, owner, press } = await start(reply(200));
  await press();
  const { response_url: answerAt } = payloadOf(owner.seen[0]?.body);
  const answer = { response_type: 'in_channel', replace_original: false, text: 'carol has it' };
  const answered = await post(answerAt, answer);
  expect(`${answered.status} ${await answered.text()}`).toBe('200 ok');
  expect(inbox.messages()).toMatchObject([{ id: 1 }, { channel: 'slack', fate: 'shown' }]);
  const page = await (await fetch(inbox.url)).text();
  expect(page).toContain('carol has it');
  expect(page).not.toContain('Only visible to you');
  await post(answerAt, { text: 'for you alone' });
  expect(await (await fetch(inbox.url)).text()).toContain('Only visible to you');
});

test('a press is answered five times, and for half an hour', async () => {
  const clock = { now: NOW };
  const { owner, press } = await start(reply(200), clock);
  await press();
  await press();
  const [first, second] = owner.seen.map(({ body }) => payloadOf(body).response_url);
  const say = async (url = '') => (await post(url, { text: 'x' })).text();
  for (let times = 0; times < 5; times += 1) expect(await say(first)).toBe('ok');
  expect(await say(first)).toContain('used_url');
  clock.now += 30 * 60_000;
  expect(await say(second)).toContain('expired_url');
  expect(await say(second?.replace(/\w+$/u, 'guessed'))).toContain('expired_url');
});

test.each<[string, Reply]>([
  ['refuses', reply(401)],
  ['fails', reply(500)],
  ['sends it elsewhere', reply(302, '', { location: '/' })],
  ['breaks off', (response) => response.destroy()],
])('a press is met with a warning where the owner %s', async (_, answer) => {
  const { press } = await start(answer);
  expect(await (await press()).json()).toEqual({ why: expect.stringMatching(/^127\.0\.0\.1:/) });
});

test('a press is met with a warning where nobody listens, or nobody was set up to', async () => {
  const nowhere = await startWith(await deadOrigin());
  expect(await (await nowhere.press()).json()).not.toEqual({ why: '' });
  const unset = await startWith(undefined);
  expect(await (await unset.press()).json()).toEqual({
    why: expect.stringContaining('not set up'),
  });
});

test('only buttons that are there can be pressed, and by this page alone', async () => {
  const { inbox, owner, press } = await start(reply(200));
  expect((await press({ button: '0.0' }, 2)).status).toBe(404);
  expect((await press('0.0')).status).toBe(404);
  for (const button of ['', '0.0', '99.0', '__proto__', undefined]) {
    expect(await (await press({ button })).json()).toEqual({
      why: expect.stringMatching(/no such/),
    });
  }
  const form = { 'content-type': 'text/plain' };
  expect((await post(`${inbox.url}messages/1/press`, { button: '5.0' }, form)).status).toBe(415);
  expect(owner.seen).toHaveLength(0);
});
