import { expect, test } from 'vitest';
import { judgeDingtalk } from '../../src/channels/dingtalk/answer.ts';
import { dingtalk, signDingtalk } from '../../src/channels/dingtalk/dingtalk.ts';
import { formatDingtalk } from '../../src/channels/dingtalk/message.ts';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { label, value } from '../../src/model/text.ts';
import { channelContract } from './contract.ts';
import { alertAbout, offers } from './notification.ts';
import vectors from './signature-vectors.json' with { type: 'json' };
import { type Reply, reply, startVendor } from './vendor.ts';

const TOKEN = 'f00dfeedf00dfeed';
const SECRET = 'SECtest0123456789';
const PATH = `/robot/send?access_token=${TOKEN}`;
const at = { mobiles: ['13800000000'], user_ids: ['manager1'] };

channelContract({
  name: 'dingtalk',
  origin: 'https://oapi.dingtalk.com',
  path: PATH,
  open: (webhook, io) =>
    dingtalk.open(
      'oncall',
      { type: 'dingtalk', webhook, secret: SECRET, keyword: 'trailbell', at },
      io,
    ),
  secrets: [TOKEN, SECRET],
  accepted: { status: 200, body: '{"errcode":0,"errmsg":"ok"}' },
  tooLong: { status: 200, body: '{"errcode":460101,"errmsg":"message too long"}' },
  expectWithinLimits(body) {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    expect(textOf(body)).toContain('trailbell');
    expect(textOf(body)).toContain('@13800000000 @manager1');
  },
  offered: ({ url }) => `url=${encodeURIComponent(url)}&pc_slide=true)`,
  skeleton: (body) =>
    textOf(body)
      .split('\n')
      .map((line) => [
        /^(?:[>#+=-]+|\d+\.| )*/u.exec(line)?.[0],
        line.replace(/[^[\]()<>*_`#!|\\~@$&]/gu, ''),
      ]),
});

function textOf(body: string): string {
  const message: { markdown: { text: string } } = JSON.parse(body);
  return message.markdown.text;
}

test('a message is laid out for a phone', () => {
  const notification = alertAbout('alice');
  expect(formatDingtalk(notification, { keyword: 'trailbell', at })).toEqual({
    msgtype: 'markdown',
    msgUuid: '6f1c2a',
    markdown: {
      title: '[High] Cloud desktops deleted ×3',
      text: [
        '### [High] Cloud desktops deleted ×3',
        '',
        '**alice** deleted **ecd-1**, and it succeeded.',
        '',
        '> **From** 203.0.113.7 with alice  ',
        '> **Account** 1234567890123456',
        '',
        '**What to do**',
        '',
        '1. Ask alice',
        '2. alice',
        '3. Restore the snapshot',
        '',
        '[Event](dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Factiontrail.console.aliyun.com%2Fevent%3Fid%3DE-1&pc_slide=false) · [Runbook](dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Frunbooks.example%2Fecd&pc_slide=false)',
        '',
        '@13800000000 @manager1',
        '',
        '> event E-1 · rule ecd-delete · trailbell',
      ].join('\n'),
    },
    at: { atMobiles: ['13800000000'], atUserIds: ['manager1'], isAtAll: false },
  });
});

test('answers have a line of their own, and open beside the message', () => {
  const { text } = formatDingtalk(alertAbout('alice', { offers }), {}).markdown;
  const opens = (t: string) =>
    `(dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Falerts.example.com%2Fa%3Ft%3D${t}&pc_slide=true)`;
  const tokens = offers.map(({ token }) => opens(token));
  expect(text.split('\n\n').at(-2)).toBe(
    `[Acknowledge]${tokens[0]} · [Silence 1 h]${tokens[1]} · [Silence 4 h]${tokens[2]} · [Silence until 9:00]${tokens[3]}`,
  );
});

test('a minimal message has its title, its lines and the envelope', () => {
  const notification = alertAbout('alice');
  const message = formatDingtalk(notification, { keyword: 'trailbell', at }, 'minimal');
  expect(message.msgUuid).toBe('6f1c2a-minimal');
  expect(message.markdown.text.split('\n\n')).toEqual([
    '### [High] Cloud desktops deleted ×3',
    'Rule ecd-delete, event E-1',
    '[Event](dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Factiontrail.console.aliyun.com%2Fevent%3Fid%3DE-1&pc_slide=false)',
    '@13800000000 @manager1',
    '> trailbell',
  ]);
});

test('what is not set, or set to nothing, leaves no trace', () => {
  const bare = formatDingtalk(alertAbout('alice', { footer: [] }), {});
  const empty = { secret: '', keyword: '', at: { mobiles: [''], user_ids: [''] } };
  expect(formatDingtalk(alertAbout('alice', { footer: [] }), empty)).toEqual(bare);
  expect(bare.at).toEqual({ atMobiles: [], atUserIds: [], isAtAll: false });
  expect(bare.markdown.text).not.toContain('@');
  expect(bare.markdown.text).not.toContain('######');
});

test('everyone is mentioned only where the settings say so', () => {
  expect(formatDingtalk(alertAbout('@all'), { at: { all: true } }).at.isAtAll).toBe(true);
  expect(formatDingtalk(alertAbout('@all'), {}).at.isAtAll).toBe(false);
});

test('every special character in a value becomes full-width', () => {
  const sentence = [value('[x](y)<z>*_`#!|\\~@$& http://evil.example')];
  const { text } = formatDingtalk(alertAbout('', { sentence }), {}).markdown;
  expect(text).toContain('［x］（y）＜z＞＊＿｀＃！｜＼～＠＄＆ http：//evil.example');
});

test('bold ends after a value in brackets too', () => {
  const sentence = [label('由'), value('(alice)'), label('删除')];
  const { text } = formatDingtalk(alertAbout('', { sentence }), {}).markdown;
  expect(text).toContain('由 **（alice）** 删除');
});

test('signs as the golden vector says', () => {
  const { timestamp_ms, secret, sign_urlencoded } = vectors.dingtalk;
  expect(encodeURIComponent(signDingtalk(timestamp_ms, secret))).toBe(sign_urlencoded);
});

test('the signature and its timestamp go into the query, the token stays there', async () => {
  const { seen, channel } = await robot({ secret: SECRET }, 1_700_000_000_000, OK);
  await channel.send(alertAbout('alice'), 1_700_000_005_000);
  expect(seen[0]?.url).toBe(
    `${PATH}&timestamp=1700000000000&sign=yBKp5IlG6qCzcQWmgyRK%2FziJBdVNJmHfFE2ST%2FCzT%2Fg%3D`,
  );
});

test.each([undefined, ''])('nothing is signed when the secret is %j', async (secret) => {
  const { seen, channel } = await robot(secret === undefined ? {} : { secret }, 0, OK);
  await channel.send(alertAbout('alice'), 5000);
  expect(seen[0]?.url).toBe(PATH);
});

test('a refused timestamp is signed afresh, once', async () => {
  const { seen, channel } = await robot({ secret: SECRET }, 1000, STALE, OK);
  expect(await channel.send(alertAbout('alice'), 9000)).toEqual({
    kind: 'delivered',
    form: 'full',
  });
  const times = seen.map(({ url }) => new URL(url, 'http://x').searchParams.get('timestamp'));
  expect(new Set(times).size).toBe(2);
});

test('a timestamp that is refused twice is for a person to mend', async () => {
  const { seen, channel } = await robot({ secret: SECRET }, 1000, STALE);
  expect(await channel.send(alertAbout('alice'), 9000)).toEqual({
    kind: 'refused',
    fault: 'configuration',
    reason: '310000: the timestamp was refused, check secret and clock',
  });
  expect(seen).toHaveLength(2);
});

const OK = reply(200, '{"errcode":0,"errmsg":"ok"}');
const STALE = reply(200, '{"errcode":310000,"errmsg":"invalid timestamp"}');

/** A robot whose clock starts at `now` and goes on by a millisecond at each look. */
async function robot(
  settings: { readonly secret?: string },
  now: number,
  ...replies: readonly Reply[]
) {
  const { seen, origin } = await startVendor(...replies);
  let looks = 0;
  const channel = dingtalk.open(
    'oncall',
    { type: 'dingtalk', webhook: `${origin}${PATH}`, ...settings },
    { fetch: nodeFetch, now: () => now + looks++, allowLoopback: true },
  );
  return { seen, channel };
}

const configuration = { kind: 'refused', fault: 'configuration' };
const payload = { kind: 'refused', fault: 'payload' };
const penalty = { kind: 'retry', afterSeconds: 600 };

test.each<readonly [number, string, object]>([
  [0, 'ok', { kind: 'delivered' }],
  [-1, 'system busy', { kind: 'retry' }],
  [130101, 'send too fast, exceed 20 times per minute', penalty],
  [410100, 'send too fast', penalty],
  [300005, 'token is not exist', configuration],
  [310000, 'keywords not in content', configuration],
  [310000, 'invalid timestamp', { kind: 'stale' }],
  [310000, 'sign not match', configuration],
  [310000, 'ip 203.0.113.7 not in whitelist', configuration],
  [310000, 'something new', configuration],
  [400013, '', configuration],
  [400101, '', configuration],
  [400102, '', configuration],
  [400105, '', configuration],
  [400106, '', configuration],
  [43002, '', configuration],
  [43004, '', configuration],
  [40035, '', configuration],
  [300001, 'token is not exist', configuration],
  [300001, 'request too frequently', penalty],
  [300001, '没有权限', configuration],
  [430101, '', payload],
  [430102, '', payload],
  [430103, '', payload],
  [430104, '', payload],
  [460101, '', payload],
  [999999, 'ok', { kind: 'unknown' }],
])('errcode %i with %j is understood', (errcode, errmsg, expected) => {
  const verdict = judgeDingtalk(answer(200, JSON.stringify({ errcode, errmsg })), 0);
  expect(verdict).toMatchObject(expected);
  if (verdict.kind !== 'delivered') expect(verdict.reason).toMatch(new RegExp(`^${errcode}: `));
});

test.each<readonly [string, object]>([
  ['{"status":1111,"wait":5,"source":"x5","punish":"deny"}', penalty],
  ['{"status":200}', { kind: 'unknown' }],
  ['{"errcode":"0"}', { kind: 'unknown' }],
  ['{"errcode":0.5}', { kind: 'unknown' }],
  ['{"errmsg":"ok"}', { kind: 'unknown' }],
  ['[]', { kind: 'unknown' }],
  ['ok', { kind: 'unknown' }],
])('%s is no proof of a delivery', (body, expected) => {
  expect(judgeDingtalk(answer(200, body), 0)).toMatchObject(expected);
});

test('a code of success in an answer that failed is not believed', () => {
  expect(judgeDingtalk(answer(500, '{"errcode":0}'), 0)).toMatchObject({ kind: 'retry' });
  expect(judgeDingtalk(answer(302, '{"errcode":0}'), 0)).toMatchObject(configuration);
});

function answer(status: number, body: string) {
  return { status, body, headers: new Headers() };
}
