import { expect, test } from 'vitest';
import { judgeFeishu } from '../../src/channels/feishu/answer.ts';
import { feishu } from '../../src/channels/feishu/feishu.ts';
import { type FeishuMessage, formatFeishu } from '../../src/channels/feishu/message.ts';
import { signFeishu } from '../../src/channels/feishu/sign.ts';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { levels } from '../../src/model/level.ts';
import { label, value } from '../../src/model/text.ts';
import { channelContract } from './contract.ts';
import { alertAbout, offers } from './notification.ts';
import { type Reply, reply, startVendor } from './vendor.ts';

const TOKEN = 'f00dfeed-f00d-feed';
const SECRET = 'feishu-test-secret';
const PATH = `/open-apis/bot/v2/hook/${TOKEN}`;
const at = { user_ids: ['ou_0123456789abcdef'] };

channelContract({
  name: 'feishu',
  origin: 'https://open.feishu.cn',
  path: PATH,
  open: (webhook, io) =>
    feishu.open(
      'oncall',
      { type: 'feishu', webhook, secret: SECRET, keyword: 'trailbell', at },
      io,
    ),
  secrets: [TOKEN, SECRET],
  accepted: {
    status: 200,
    body: '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}',
  },
  tooLong: {
    status: 200,
    body: '{"code":11246,"msg":"ErrCode: 200621; ErrMsg: parse card json err"}',
  },
  expectWithinLimits(body) {
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
    expect(body.split('"tag":').length - 1).toBeLessThanOrEqual(200);
    expect(body).toContain('trailbell');
    expect(body).toContain('<at id=ou_0123456789abcdef></at>');
  },
  // What is not plain text has to be the same, whatever the event says; of the summary, its markup.
  skeleton: (body) =>
    JSON.parse(body, (key: string, part: unknown) => {
      if (key === 'timestamp' || key === 'sign') return '';
      if (typeof part !== 'object' || part === null || !('content' in part)) return part;
      const content = String(part.content);
      if (key === 'summary') return content.replace(/[^[\]()<>*_`#!|\\~@$&]/gu, '');
      return 'tag' in part && part.tag === 'plain_text' ? { ...part, content: '' } : part;
    }),
});

const text = (content: string, style = {}) => ({ tag: 'plain_text', content, ...style });
const div = (content: string, style = {}) => ({ tag: 'div', text: text(content, style) });
const grey = { text_color: 'grey' };
const columns = (flex_mode: string, all: readonly object[]) => ({
  tag: 'column_set',
  flex_mode,
  horizontal_spacing: 'medium',
  columns: all,
});
const row = (name: string, said: string) =>
  columns('none', [
    { tag: 'column', width: '96px', elements: [div(name, grey)] },
    { tag: 'column', width: 'weighted', weight: 1, elements: [div(said)] },
  ]);
const button = (name: string, default_url: string) => ({
  tag: 'column',
  elements: [
    {
      tag: 'button',
      type: 'default',
      text: text(name),
      behaviors: [{ type: 'open_url', default_url }],
    },
  ],
});

test('a card is laid out for a phone', () => {
  expect(formatFeishu(alertAbout('alice'), { keyword: 'trailbell', at })).toEqual({
    msg_type: 'interactive',
    card: {
      schema: '2.0',
      config: {
        update_multi: true,
        summary: {
          content: '[High] Cloud desktops deleted ×3 alice deleted ecd-1, and it succeeded.',
        },
      },
      header: { template: 'orange', title: text('[High] Cloud desktops deleted ×3') },
      body: {
        vertical_spacing: 'medium',
        elements: [
          div('alice deleted ecd-1, and it succeeded.', { text_size: 'heading' }),
          { tag: 'hr' },
          row('From', '203.0.113.7 with alice'),
          row('Account', '1234567890123456'),
          { tag: 'hr' },
          div('What to do', grey),
          div('1. Ask alice'),
          div('2. alice'),
          div('3. Restore the snapshot'),
          columns('flow', [
            button('Event', 'https://actiontrail.console.aliyun.com/event?id=E-1'),
            button('Runbook', 'https://runbooks.example/ecd'),
          ]),
          { tag: 'markdown', content: '<at id=ou_0123456789abcdef></at>' },
          div('event E-1 · rule ecd-delete · trailbell', { text_size: 'notation', ...grey }),
        ],
      },
    },
  });
});

test('answers are a row of buttons of their own', () => {
  const elements = elementsOf(formatFeishu(alertAbout('alice', { offers }), {}));
  expect(elements.at(-2)).toEqual(
    columns(
      'flow',
      offers.map(({ label: name, url }) => button(name, url)),
    ),
  );
});

test('the title has the colour of the level, and that of a drill has none of an alarm', () => {
  const colours = levels.map((level) => {
    const message = formatFeishu(alertAbout('alice', { level }), {});
    return message.msg_type === 'interactive' && message.card.header.template;
  });
  expect(colours).toEqual(['grey', 'blue', 'yellow', 'orange', 'red']);
  const drill = formatFeishu(alertAbout('alice', { kind: 'drill', level: 'critical' }), {});
  expect(drill).toMatchObject({ card: { header: { template: 'violet' } } });
});

test('a value is shown as it is written, for it can be copied then', () => {
  const sentence = [value('[x](y)<at id=all></at>*_`#!|\\~@$& :OK: &#60; http://evil.example')];
  expect(elementsOf(formatFeishu(alertAbout('', { sentence }), {}))[0]).toMatchObject({
    text: { content: '[x](y)<at id=all></at>*_`#!|\\~@$& :OK: &#60; http：//evil.example' },
  });
});

test('a minimal message is plain text, with its lines and the envelope', () => {
  const notification = alertAbout('alice');
  const message = formatFeishu(
    notification,
    { keyword: 'trailbell', at: { ...at, all: true } },
    'minimal',
  );
  expect(textOf(message).split('\n')).toEqual([
    '[High] Cloud desktops deleted ×3',
    'Rule ecd-delete, event E-1',
    'Event https://actiontrail.console.aliyun.com/event?id=E-1',
    '<at user_id="ou_0123456789abcdef"></at> <at user_id="all"></at>',
    'trailbell',
  ]);
});

test('no value of a minimal message is a mention', () => {
  const title = [label('High · '), value('<at user_id="all">x</at> &lt;at&gt; **b** [c](d)')];
  const text = textOf(formatFeishu(alertAbout('', { title }), {}, 'minimal'));
  expect(text).toContain('High · ＜at user＿id="all"＞x＜/at＞ ＆lt;at＆gt; ＊＊b＊＊ ［c］（d）');
});

test('what is not set, or set to nothing, leaves no trace', () => {
  const notification = alertAbout('alice', { footer: [], links: [] });
  const bare = formatFeishu(notification, {});
  const empty = { secret: '', keyword: '', at: { user_ids: [''] } };
  expect(formatFeishu(notification, empty)).toEqual(bare);
  expect(JSON.stringify(bare)).not.toContain('<at');
  expect(elementsOf(bare).at(-1)).toEqual(div('3. Restore the snapshot'));
});

test('a notice has nothing but what it says', () => {
  const steps = { label: 'What to do', items: [] };
  const notice = alertAbout('alice', { kind: 'notice', facts: [], steps, links: [], footer: [] });
  expect(elementsOf(formatFeishu(notice, {}))).toEqual([
    div('alice deleted ecd-1, and it succeeded.', { text_size: 'heading' }),
  ]);
});

test('everyone is mentioned only where the settings say so', () => {
  const card = (settings: object) => JSON.stringify(formatFeishu(alertAbout('@all'), settings));
  expect(card({ at: { all: true } })).toContain('<at id=all></at>');
  expect(card({})).not.toContain('<at');
});

test('a card has no more than 200 elements, however short they are', () => {
  const facts = Array.from({ length: 100 }, (_, index) => ({
    label: `${index}`,
    text: [label('x')],
  }));
  const message = formatFeishu(alertAbout('alice', { facts }), {});
  expect(JSON.stringify(message).split('"tag":').length - 1).toBeLessThanOrEqual(200);
  expect(elementsOf(message)).toContainEqual(row('15', 'x'));
  expect(elementsOf(message)).toContainEqual(div('Some of it was left out.', grey));
});

test.each<readonly [string, readonly string[]]>([
  ['an e-mail address', ['alice@example.com']],
  ['markup', ['ou_1></at><at id=all']],
  ['a line', ['ou_1\nou_2']],
  ['more than 20', Array.from({ length: 21 }, (_, index) => `ou_${index}`)],
])('%s among the ids to mention is for a person to mend', (_, user_ids) => {
  const webhook = `https://open.feishu.cn${PATH}`;
  const open = () =>
    feishu.open('oncall', { type: 'feishu', webhook, at: { user_ids: [...user_ids] } }, io(0));
  expect(open).toThrow(expect.objectContaining({ key: 'channels.oncall.at.user_ids' }));
});

test('Lark has a host of its own, and both have the limits of the vendor', () => {
  const open = (origin: string) =>
    feishu.open('oncall', { type: 'feishu', webhook: `${origin}${PATH}` }, io(0)).budgets;
  const budgets = [
    { most: 5, perMs: 1_000 },
    { most: 100, perMs: 60_000 },
  ];
  expect(open('https://open.larksuite.com')).toEqual(budgets);
  expect(open('https://open.feishu.cn')).toEqual(budgets);
  expect(open('http://127.0.0.1:9000')).toEqual([]);
});

test('signs as the golden vector says', () => {
  // The timestamp and the secret are those of the vendor's own sample.
  expect(signFeishu(1599360473, 'demo')).toBe('l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=');
});

test('the signature and its timestamp go into the body, in seconds', async () => {
  const { seen, channel } = await bot({ secret: 'demo' }, 1_599_360_473_999, OK);
  await channel.send(alertAbout('alice'), 1_599_360_478_000);
  expect(seen[0]?.url).toBe(PATH);
  expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
    timestamp: '1599360473',
    sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=',
    msg_type: 'interactive',
  });
});

test.each([undefined, ''])('nothing is signed when the secret is %j', async (secret) => {
  const { seen, channel } = await bot(secret === undefined ? {} : { secret }, 0, OK);
  await channel.send(alertAbout('alice'), 5000);
  expect(Object.keys(JSON.parse(seen[0]?.body ?? ''))).toEqual(['msg_type', 'card']);
});

test('a refused timestamp is signed afresh, once', async () => {
  const { seen, channel } = await bot({ secret: SECRET }, 999, STALE, OK);
  expect(await channel.send(alertAbout('alice'), 9000)).toEqual({
    kind: 'delivered',
    form: 'full',
  });
  expect(seen).toHaveLength(2);
});

test('a signature that is refused twice is for a person to mend', async () => {
  const { seen, channel } = await bot({ secret: SECRET }, 1000, STALE);
  expect(await channel.send(alertAbout('alice'), 9000)).toEqual({
    kind: 'refused',
    fault: 'configuration',
    reason: '19021: the signature or its timestamp was refused, check secret and clock',
  });
  expect(seen).toHaveLength(2);
});

test('a card that is refused is told once more as text', async () => {
  const refusal = reply(400, '{"code":230099,"msg":"Failed to create card content"}');
  const { seen, channel } = await bot({ secret: SECRET }, 0, refusal, OK);
  expect(await channel.send(alertAbout('alice'), 5000)).toEqual({
    kind: 'delivered',
    form: 'minimal',
  });
  expect(seen.map(({ body }) => JSON.parse(body).msg_type)).toEqual(['interactive', 'text']);
});

test('no reason repeats what the vendor echoes', async () => {
  for (const code of [9499, 11246, 19001, 19021, 19022, 19024, 77777]) {
    const echo: Reply = (response, { body }) =>
      response.writeHead(200).end(JSON.stringify({ code, msg: body }));
    const { seen, channel } = await bot({ secret: SECRET }, 0, echo);
    const said = JSON.stringify(await channel.send(alertAbout('alice-the-attacker'), 5000));
    const { sign }: { sign: string } = JSON.parse(seen[0]?.body ?? '');
    for (const secret of [TOKEN, SECRET, sign, 'alice-the-attacker']) {
      expect(said).not.toContain(secret);
    }
  }
});

const OK = reply(200, '{"code":0,"msg":"success"}');
const STALE = reply(
  200,
  '{"code":19021,"data":{},"msg":"sign match fail or timestamp is not within one hour from current time"}',
);

/** A clock that starts at `now` and goes on by a millisecond at each look. */
function io(now: number) {
  let looks = 0;
  return { fetch: nodeFetch, now: () => now + looks++, allowLoopback: true };
}

async function bot(
  settings: { readonly secret?: string },
  now: number,
  ...replies: readonly Reply[]
) {
  const { seen, origin } = await startVendor(...replies);
  const webhook = `${origin}${PATH}`;
  return {
    seen,
    channel: feishu.open('oncall', { type: 'feishu', webhook, ...settings }, io(now)),
  };
}

function elementsOf(message: FeishuMessage) {
  return message.msg_type === 'interactive' ? message.card.body.elements : [];
}

function textOf(message: FeishuMessage): string {
  return message.msg_type === 'text' ? message.content.text : '';
}

const configuration = { kind: 'refused', fault: 'configuration' };
const payload = { kind: 'refused', fault: 'payload' };

test.each<readonly [number, string, object]>([
  [0, 'success', { kind: 'delivered' }],
  [11232, 'frequency limited psm[lark.oapi]', { kind: 'retry' }],
  [230020, 'This operation triggers the frequency limit', { kind: 'retry' }],
  [99991400, 'request trigger frequency limit', { kind: 'retry' }],
  [9499, 'too many request', { kind: 'retry' }],
  [9499, 'frequency limited', { kind: 'retry' }],
  [9499, 'Bad Request', payload],
  [9499, 'fail to parse content', payload],
  [9499, 'Bad Request: {"text":"too many frequency limited"}', payload],
  [19001, 'param invalid: incoming webhook access token invalid', configuration],
  [19002, 'params error, msg_type need', payload],
  [19007, 'Bot Not Enabled', configuration],
  [19021, 'sign match fail or timestamp is not within one hour', { kind: 'stale' }],
  [19022, 'Ip Not Allowed', configuration],
  [19024, 'Key Words Not Found', configuration],
  [11246, 'ErrCode: 200410; ErrMsg: action components are not allowed', payload],
  [11310, 'card contains invalid image keys', payload],
  [200621, 'parse card json err', payload],
  [200861, 'cards of schema V2 no longer support this capability', payload],
  [230001, 'invalid request parameter', payload],
  [230099, 'Failed to create card content', payload],
  [300305, 'The number of card components exceeds 200', payload],
  [20062, 'ok', { kind: 'unknown' }],
  [999999, 'ok', { kind: 'unknown' }],
])('code %i with %j is understood', (code, msg, expected) => {
  const verdict = judgeFeishu(answer(200, JSON.stringify({ code, msg })), 0);
  expect(verdict).toMatchObject(expected);
  if (verdict.kind !== 'delivered') expect(verdict.reason).toMatch(new RegExp(`^${code}: `));
});

test.each<readonly [string, object]>([
  ['{"StatusCode":0,"StatusMessage":"success"}', { kind: 'delivered' }],
  ['{"StatusCode":9499,"StatusMessage":"fail to parse content"}', payload],
  ['{"StatusCode":0,"code":19024,"msg":"Key Words Not Found"}', configuration],
  ['{"StatusCode":0,"StatusMessage":"","code":9499,"msg":"too many request"}', { kind: 'retry' }],
  ['{"code":"0"}', { kind: 'unknown' }],
  ['{"code":0.5}', { kind: 'unknown' }],
  ['{"msg":"success"}', { kind: 'unknown' }],
  ['[]', { kind: 'unknown' }],
  ['ok', { kind: 'unknown' }],
])('%s is taken for no more than it is', (body, expected) => {
  expect(judgeFeishu(answer(200, body), 0)).toMatchObject(expected);
});

test.each<readonly [number, string, object]>([
  [400, '{"code":9499,"msg":"Bad Request"}', payload],
  [400, '{"code":9499,"msg":"too many request"}', { kind: 'retry' }],
  [400, '{"code":230099}', payload],
  [403, '{"code":19022}', configuration],
  [400, '{"code":0}', configuration],
  [404, '{"code":77777}', configuration],
  [413, '{"code":19001}', configuration],
  [429, '{"code":9499,"msg":"Bad Request"}', { kind: 'retry' }],
  [302, '{"code":0}', configuration],
  [500, '{"code":0}', { kind: 'retry' }],
  [500, '{"code":19001}', { kind: 'retry' }],
])('a status of %i with %s is understood', (status, body, expected) => {
  expect(judgeFeishu(answer(status, body), 0)).toMatchObject(expected);
});

function answer(status: number, body: string) {
  return { status, body, headers: new Headers() };
}
