import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createInbox, type InboxOptions } from '../../src/local/inbox/inbox.ts';

const secret = 'SECtest0123456789';
const sentAt = 1_700_000_000_000;
// A golden value, worked out by other code than this.
const golden = 'yBKp5IlG6qCzcQWmgyRK%2FziJBdVNJmHfFE2ST%2FCzT%2Fg%3D';
const markdown = { msgtype: 'markdown', markdown: { title: 'high', text: '**alice** did it' } };
const json = { 'content-type': 'application/json;charset=utf-8' };

const robotAnswer = z.object({ errcode: z.number(), errmsg: z.string() });

function open(options: InboxOptions = {}) {
  const inbox = createInbox({ now: () => sentAt, timeZone: 'UTC', ...options });
  const send = async (
    body: unknown,
    query = 'access_token=t',
    headers: Record<string, string> = json,
  ) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const path = `/robot/send?${query}`;
    const answer = await inbox.app.request(path, { method: 'POST', body: text, headers });
    expect(answer.status).toBe(200);
    const { errcode, errmsg } = robotAnswer.parse(await answer.json());
    return `${errcode} ${errmsg}`;
  };
  return { inbox, send };
}

test('a signed message is taken and kept, without its token and its signature', async () => {
  const { inbox, send } = open({ secrets: { dingtalk: secret } });
  const query = `access_token=very-secret&timestamp=${sentAt}&sign=${golden}`;
  expect(await send(markdown, query)).toBe('0 ok');
  expect(inbox.messages()).toMatchObject([
    { id: 1, channel: 'dingtalk', fate: 'shown', receivedAt: sentAt, payload: markdown },
  ]);
  expect(JSON.stringify(inbox.messages())).not.toContain('very-secret');
});

const hour = 60 * 60_000;
const signFor = (timestamp: number) =>
  encodeURIComponent(
    createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'),
  );
test.each([
  ['another signature', `timestamp=${sentAt}&sign=bm9wZQ%3D%3D`, '310000 sign not match'],
  ['none', `timestamp=${sentAt}`, '310000 sign not match'],
  ['no timestamp', `sign=${golden}`, '310000 invalid timestamp'],
  ['seconds for milliseconds', `timestamp=1700000000&sign=x`, '310000 invalid timestamp'],
  [
    'one that is too old',
    `timestamp=${sentAt - hour - 1}&sign=${signFor(sentAt - hour - 1)}`,
    '310000 invalid timestamp',
  ],
  ['one of an hour ago', `timestamp=${sentAt - hour}&sign=${signFor(sentAt - hour)}`, '0 ok'],
])('a signature is checked: %s', async (_, query, answer) => {
  const { send } = open({ secrets: { dingtalk: secret } });
  expect(await send(markdown, `access_token=t&${query}`)).toBe(answer);
});

test.each<[string, unknown, string]>([
  ['is no JSON', '{', '40035 缺少参数 json'],
  ['has no known type', { msgtype: 'voice' }, '400105 unsupported msg type'],
  [
    'has no title',
    { msgtype: 'markdown', markdown: { text: 'x' } },
    '40035 缺少参数 markdown.title',
  ],
  [
    'has no button',
    { msgtype: 'actionCard', actionCard: { title: 'x', text: 'x' } },
    '40035 缺少参数 actionCard.btns',
  ],
  [
    'links to a script',
    { msgtype: 'markdown', markdown: { title: 'x', text: '[x](javascript:alert(1))' } },
    '430101 unsafe url',
  ],
  [
    'has the app open a script',
    {
      msgtype: 'markdown',
      markdown: {
        title: 'x',
        text: '[x](dingtalk://dingtalkclient/page/link?url=javascript%3Aalert%281%29)',
      },
    },
    '430101 unsafe url',
  ],
  [
    'is too long',
    { msgtype: 'text', text: { content: '中'.repeat(7000) } },
    '460101 message too long, exceed 20000 bytes limit',
  ],
])('a message that %s is refused and shown as refused', async (_, body, answer) => {
  const { inbox, send } = open();
  expect(await send(body)).toBe(answer);
  expect(inbox.messages()).toMatchObject([{ fate: 'refused', payload: body }]);
});

test('a request without a token, or not of JSON, is refused', async () => {
  const { send } = open();
  expect(await send(markdown, '')).toBe('40035 缺少参数 access_token');
  expect(await send(markdown, 'access_token=t', { 'content-type': 'text/plain' })).toMatch(
    /^43004 /,
  );
});

test('a keyword is looked for in title and text', async () => {
  const { send } = open({ keywords: { dingtalk: 'high' } });
  expect(await send(markdown)).toBe('0 ok');
  expect(await send({ msgtype: 'text', text: { content: 'low' } })).toBe(
    '310000 keywords not in content',
  );
});

test('a repeated msgUuid is answered with ok and shown once', async () => {
  const { inbox, send } = open();
  await send({ ...markdown, msgUuid: 'one' });
  expect(await send({ ...markdown, msgUuid: 'one' })).toBe('0 ok');
  expect(inbox.messages().map(({ fate }) => fate)).toEqual(['shown', 'repeat']);
});

test('the rate limit holds only where it is asked for, and punishes for ten minutes', async () => {
  let now = sentAt;
  const limited = open({ rateLimits: true, now: () => now });
  const free = open();
  for (let sent = 0; sent < 20; sent += 1) {
    expect(await limited.send(markdown)).toBe('0 ok');
    expect(await free.send(markdown)).toBe('0 ok');
  }
  expect(await limited.send(markdown)).toMatch(/^130101 /);
  expect(await free.send(markdown)).toBe('0 ok');
  now += 9 * 60_000;
  expect(await limited.send(markdown)).toMatch(/^130101 /);
  now += 60_000;
  expect(await limited.send(markdown)).toBe('0 ok');
});

test('it answers as told, once, and then judges again', async () => {
  const { inbox, send } = open();
  const body = { errcode: -1, errmsg: 'system busy' };
  inbox.answerWith('dingtalk', { kind: 'answer', answer: { status: 200, body } });
  expect(await send(markdown)).toBe('-1 system busy');
  expect(await send(markdown)).toBe('0 ok');
  expect(inbox.messages().map(({ fate }) => fate)).toEqual(['refused', 'shown']);
});

test('only the latest messages are kept', async () => {
  const { inbox, send } = open({ capacity: 2 });
  for (let sent = 0; sent < 3; sent += 1) await send(markdown);
  expect(inbox.messages().map(({ id }) => id)).toEqual([2, 3]);
  inbox.clear();
  expect(inbox.messages()).toEqual([]);
});
