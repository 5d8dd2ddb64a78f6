import { expect, test } from 'vitest';
import { createInbox, type InboxOptions } from '../../src/local/inbox/inbox.ts';

const hook = '/services/T0LOCAL/B0LOCAL/very-secret';
const json = { 'content-type': 'application/json' };
const plain = (text: string) => ({ type: 'plain_text', text });
const header = { type: 'header', text: plain('high') };
const button = (text: string, more = {}) => ({ type: 'button', text: plain(text), ...more });
const rich = (...elements: readonly object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const many = (count: number, one: object) => Array.from({ length: count }, () => one);

function open(options: InboxOptions = {}) {
  const inbox = createInbox({ timeZone: 'UTC', ...options });
  const send = async (body: unknown, path = hook, headers: Record<string, string> = json) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await inbox.app.request(path, { method: 'POST', body: text, headers });
    return `${answer.status} ${await answer.text()}`;
  };
  return { inbox, send };
}

test('a message of blocks is taken and kept, without the secret in its address', async () => {
  const { inbox, send } = open();
  expect(await send({ text: 'high', blocks: [header] })).toBe('200 ok');
  expect(inbox.messages()).toMatchObject([{ channel: 'slack', fate: 'shown' }]);
  expect(JSON.stringify(inbox.messages())).not.toContain('very-secret');
});

test.each<[string, readonly object[]]>([
  ['the longest header', [{ type: 'header', text: plain('x'.repeat(150)) }]],
  ['ten fields', [{ type: 'section', fields: many(10, plain('x'.repeat(500))) }]],
  ['fifty blocks', many(50, { type: 'divider' })],
  ['twenty-five buttons', [{ type: 'actions', elements: many(25, button('x')) }]],
  ['styled rich text', [rich({ type: 'text', text: 'x', style: { bold: true, code: true } })]],
])('%s is taken', async (_, blocks) => {
  const { send } = open();
  expect(await send({ blocks })).toBe('200 ok');
});

test.each<[string, unknown, string]>([
  ['no JSON', '{', '400 invalid_payload'],
  ['a list', [], '400 invalid_payload'],
  ['nothing to say', {}, '400 no_text'],
  ['an empty text', { text: ' ' }, '400 no_text'],
  ['an unknown block', { blocks: [{ type: 'video' }] }, '400 invalid_blocks'],
  ['an unknown property', { blocks: [{ ...header, color: 'red' }] }, '400 invalid_blocks'],
  [
    'a header too long',
    { blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] },
    '400 invalid_blocks',
  ],
  [
    'a header of mrkdwn',
    { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }] },
    '400 invalid_blocks',
  ],
  ['a section of nothing', { blocks: [{ type: 'section' }] }, '400 invalid_blocks'],
  [
    'a section too long',
    { blocks: [{ type: 'section', text: plain('x'.repeat(3001)) }] },
    '400 invalid_blocks',
  ],
  [
    'eleven fields',
    { blocks: [{ type: 'section', fields: many(11, plain('x')) }] },
    '400 invalid_blocks',
  ],
  [
    'eleven contexts',
    { blocks: [{ type: 'context', elements: many(11, plain('x')) }] },
    '400 invalid_blocks',
  ],
  ['an empty rich text', { blocks: [rich({ type: 'text', text: '' })] }, '400 invalid_blocks'],
  [
    'a button too wordy',
    { blocks: [{ type: 'actions', elements: [button('x'.repeat(76))] }] },
    '400 invalid_blocks',
  ],
  [
    'twenty-six buttons',
    { blocks: [{ type: 'actions', elements: many(26, button('x')) }] },
    '400 invalid_blocks',
  ],
  ['two blocks of one id', { blocks: many(2, { ...header, block_id: 'a' }) }, '400 invalid_blocks'],
  [
    'two buttons of one id',
    { blocks: [{ type: 'actions', elements: many(2, button('x', { action_id: 'a' })) }] },
    '400 invalid_blocks',
  ],
  [
    'a button that carries too much',
    { blocks: [{ type: 'actions', elements: [button('x', { value: 'x'.repeat(2001) })] }] },
    '400 invalid_blocks',
  ],
  [
    'a button that leads too far',
    {
      blocks: [
        { type: 'actions', elements: [button('x', { url: `https://${'x'.repeat(3000)}` })] },
      ],
    },
    '400 invalid_blocks',
  ],
  [
    'a button with too much to read out',
    {
      blocks: [
        { type: 'actions', elements: [button('x', { accessibility_label: 'x'.repeat(76) })] },
      ],
    },
    '400 invalid_blocks',
  ],
  ['no buttons', { blocks: [{ type: 'actions', elements: [] }] }, '400 invalid_blocks'],
  ['fifty-one blocks', { blocks: many(51, { type: 'divider' }) }, '400 invalid_blocks'],
  [
    'too much in all',
    { blocks: many(5, { type: 'section', text: plain('x'.repeat(2900)) }) },
    '400 msg_blocks_too_long',
  ],
])('%s is refused and shown as refused', async (_, body, answer) => {
  const { inbox, send } = open();
  expect(await send(body)).toBe(answer);
  expect(inbox.messages()).toMatchObject([{ fate: 'refused' }]);
});

test('a refusal says where the mistake is', async () => {
  const { inbox, send } = open();
  await send({ blocks: [{ type: 'divider' }, { type: 'header', text: plain('') }] });
  expect(inbox.messages()[0]?.why).toMatch(/^invalid_blocks: blocks\/1\/text\/text: /);
});

test('a body that is not sent as JSON is refused', async () => {
  const { send } = open();
  expect(await send({ text: 'x' }, hook, { 'content-type': 'text/plain' })).toBe(
    '400 invalid_payload',
  );
});

test.each([
  ['/services/nobody/B0LOCAL/x', '404 no_team'],
  ['/services/T0LOCAL/nothing/x', '404 no_service'],
])('an address that is none is refused: %s', async (path, answer) => {
  const { send } = open();
  expect(await send({ text: 'x' }, path)).toBe(answer);
});

test('with rate limits it takes one message a second and says when to come back', async () => {
  let now = 1_700_000_000_000;
  const { inbox, send } = open({ rateLimits: true, now: () => now });
  expect(await send({ text: 'one' })).toBe('200 ok');
  expect(await send({ text: 'two' })).toBe('429 rate_limited');
  expect(inbox.messages().at(-1)?.answer.headers).toEqual({ 'retry-after': '1' });
  now += 1000;
  expect(await send({ text: 'two' })).toBe('200 ok');
});

test('it answers as told, as often as told', async () => {
  const { inbox, send } = open();
  const answer = { status: 503, body: 'busy', headers: { 'retry-after': '9' } };
  inbox.answerWith('slack', { kind: 'answer', answer }, 2);
  expect(await send({ text: 'x' })).toBe('503 busy');
  expect(await send({ text: 'x' })).toBe('503 busy');
  expect(await send({ text: 'x' })).toBe('200 ok');
});

test('it can show a message and never say so', async () => {
  const { inbox, send } = open();
  inbox.answerWith('slack', { kind: 'silence' });
  const unanswered = send({ text: 'x' });
  await expect.poll(() => inbox.messages()).toMatchObject([{ fate: 'shown' }]);
  expect(await Promise.race([unanswered, Promise.resolve('silence')])).toBe('silence');
});
