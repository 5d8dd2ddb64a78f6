import { expect, test } from 'vitest';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { judgeWecom } from '../../src/channels/wecom/answer.ts';
import { formatWecom } from '../../src/channels/wecom/message.ts';
import { wecom } from '../../src/channels/wecom/wecom.ts';
import type { Notification } from '../../src/model/notification.ts';
import { label, link, value } from '../../src/model/text.ts';
import { channelContract } from './contract.ts';
import { alertAbout, offers } from './notification.ts';

const KEY = 'f00dfeed-f00d-feed';
const PATH = `/cgi-bin/webhook/send?key=${KEY}`;
const at = { user_ids: ['zhangsan', 'li.si'] };

channelContract({
  name: 'wecom',
  origin: 'https://qyapi.weixin.qq.com',
  path: PATH,
  open: (webhook, io) => wecom.open('oncall', { type: 'wecom', webhook, at }, io),
  secrets: [KEY],
  accepted: { status: 200, body: '{"errcode":0,"errmsg":"ok"}' },
  tooLong: {
    status: 200,
    body: '{"errcode":40058,"errmsg":"markdown.content exceed max length 4096. invalid Request Parameter"}',
  },
  expectWithinLimits(body) {
    expect(Buffer.byteLength(contentOf(body))).toBeLessThanOrEqual(4096);
    expect(contentOf(body)).toContain('<@zhangsan> <@li.si>');
  },
  skeleton: (body) =>
    contentOf(body)
      .split('\n')
      .map((line) => [
        /^(?:[>#+=-]+|\d+\.| )*/u.exec(line)?.[0],
        line.replace(/[^[\]()<>*_`#!|\\~@$&]/gu, ''),
      ]),
});

function contentOf(body: string): string {
  const message: { markdown: { content: string } } = JSON.parse(body);
  return message.markdown.content;
}

test('a message is laid out for a phone', () => {
  expect(formatWecom(alertAbout('alice'), { at })).toEqual({
    msgtype: 'markdown',
    markdown: {
      content: [
        '### [High] Cloud desktops deleted ×3',
        '',
        '**alice** deleted **ecd-1**, and it succeeded.',
        '',
        '> **From** 203.0.113.7 with alice',
        '> **Account** 1234567890123456',
        '',
        '**What to do**',
        '1. Ask alice',
        '2. alice',
        '3. Restore the snapshot',
        '',
        '[Event](https://actiontrail.console.aliyun.com/event?id=E-1) · [Runbook](https://runbooks.example/ecd)',
        '',
        '<@zhangsan> <@li.si>',
        '',
        '<font color="comment">event E-1 · rule ecd-delete</font>',
      ].join('\n'),
    },
  });
});

test('answers have a line of their own', () => {
  const { content } = formatWecom(alertAbout('alice', { offers }), {}).markdown;
  const [one, two, three, four] = offers.map(({ url }) => `(${url})`);
  expect(content.split('\n\n').at(-2)).toBe(
    `[Acknowledge]${one} · [Silence 1 h]${two} · [Silence 4 h]${three} · [Silence until 9:00]${four}`,
  );
});

test('an answer whose address does not fit is left out whole', () => {
  const long = offers.map((offer) => ({ ...offer, url: `${offer.url}${'x'.repeat(250)}` }));
  const { content } = formatWecom(alertAbout('alice', { offers: long }), {}).markdown;
  expect(content.match(/alerts\.example\.com/gu)).toHaveLength(2);
  expect(content).toMatch(/\[Silence 1 h\]\(\S+x\)\n/u);
  expect(content).not.toContain('Silence 4 h');
});

test('a minimal message has its title, its lines and the mentions', () => {
  const { content } = formatWecom(alertAbout('alice'), { at: { all: true } }, 'minimal').markdown;
  expect(content.split('\n\n')).toEqual([
    '### [High] Cloud desktops deleted ×3',
    'Rule ecd-delete, event E-1',
    '[Event](https://actiontrail.console.aliyun.com/event?id=E-1)',
    '<@all>',
  ]);
});

test('what is not set, or set to nothing, leaves no trace', () => {
  const notification = alertAbout('alice', { footer: [] });
  const bare = formatWecom(notification, {});
  expect(formatWecom(notification, { at: { user_ids: [''] } })).toEqual(bare);
  expect(bare.markdown.content).not.toMatch(/<|@|\n$/u);
});

test('everyone is mentioned only where the settings say so', () => {
  const content = (settings: object) =>
    formatWecom(alertAbout('<@all>'), settings).markdown.content;
  expect(content({ at: { all: true } })).toContain('<@all>');
  expect(content({})).not.toContain('<@');
});

test('every special character in a value becomes full-width', () => {
  const sentence = [value('[x](y)<@all>*_`#!|\\~@$& <font color="info"> http://evil.example')];
  const { content } = formatWecom(alertAbout('', { sentence }), {}).markdown;
  expect(content).toContain(
    '［x］（y）＜＠all＞＊＿｀＃！｜＼～＠＄＆ ＜font color="info"＞ http：//evil.example',
  );
});

test('bold ends after a value in brackets too', () => {
  const sentence = [label('由'), value('(alice)'), label('删除')];
  const { content } = formatWecom(alertAbout('', { sentence }), {}).markdown;
  expect(content).toContain('由 **（alice）** 删除');
});

test('no sign in an address ends its link', () => {
  const links = [link('Event', 'https://runbooks.example/a_(b)?c=<d>&e=%20*')];
  expect(formatWecom(alertAbout('alice', { links }), {}).markdown.content).toContain(
    '[Event](https://runbooks.example/a_%28b%29?c=%3Cd%3E&e=%20%2A)',
  );
});

const farTooLong = (changes: Partial<Notification> = {}) => {
  const long = value('长'.repeat(1000));
  const many = Array.from({ length: 20 }, () => long);
  return formatWecom(
    alertAbout('alice', {
      ...changes,
      title: many,
      sentence: many,
      facts: Array.from({ length: 20 }, (_, index) => ({ label: `Fact ${index}`, text: many })),
      links: [link('Event', `https://runbooks.example/${'x'.repeat(800)}`)],
      footer: many,
    }),
    { at: { user_ids: Array.from({ length: 10 }, () => 'u'.repeat(64)) } },
  ).markdown;
};

test('answers push out facts, and nothing else', () => {
  const { content } = farTooLong({ offers });
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
  for (const { label: name, url } of offers) expect(content).toContain(`[${name}](${url})`);
  expect(content).toContain('[Event](https://runbooks.example/xxx');
  expect(content).toMatch(/<\/font>$/u);
});

test('what a person on call needs first survives a message that is far too long', () => {
  const { content } = farTooLong();
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
  expect(content).toContain('**Fact 0**');
  expect(content).toContain('Some of it was left out.');
  expect(content).toContain('[Event](https://runbooks.example/xxx');
  expect(content).toMatch(/<\/font>$/u);
});

const io = { fetch: nodeFetch, now: () => 0, allowLoopback: true };

test.each<readonly [string, readonly string[]]>([
  ['markup', ['zhangsan> <@all']],
  ['a name', ['张三']],
  ['more than 10', Array.from({ length: 11 }, (_, index) => `user${index}`)],
])('%s among the ids to mention is for a person to mend', (_, user_ids) => {
  const webhook = `https://qyapi.weixin.qq.com${PATH}`;
  const open = () =>
    wecom.open('oncall', { type: 'wecom', webhook, at: { user_ids: [...user_ids] } }, io);
  expect(open).toThrow(expect.objectContaining({ key: 'channels.oncall.at.user_ids' }));
});

test('it stays below the limit of the vendor, and has none here', () => {
  const open = (origin: string) =>
    wecom.open('oncall', { type: 'wecom', webhook: `${origin}${PATH}` }, io).budgets;
  expect(open('https://qyapi.weixin.qq.com')).toEqual([{ most: 19, perMs: 60_000 }]);
  expect(open('http://127.0.0.1:9000')).toEqual([]);
});

const configuration = { kind: 'refused', fault: 'configuration' };
const payload = { kind: 'refused', fault: 'payload' };
const limited = { kind: 'retry', afterSeconds: 60 };

test.each<readonly [number, string, object]>([
  [0, 'ok', { kind: 'delivered' }],
  [-1, 'system busy', { kind: 'retry' }],
  [45009, 'api freq out of limit', limited],
  [45033, 'request concurrency out of limit', limited],
  [93000, 'invalid webhook url, hint: [1], from ip: 203.0.113.7', configuration],
  [93000, '', configuration],
  [93000, 'Invalid input : content exceed max length. invalid Request Parameter', payload],
  [93004, '', configuration],
  [93008, '', configuration],
  [40008, 'invalid message type', payload],
  [40033, '', payload],
  [40035, '', payload],
  [40058, 'markdown.content exceed max length 4096. invalid Request Parameter', payload],
  [44004, 'empty content', payload],
  [45002, '', payload],
  [47001, 'data format error', payload],
  [999999, 'ok', { kind: 'unknown' }],
])('errcode %i with %j is understood', (errcode, errmsg, expected) => {
  const verdict = judgeWecom(answer(200, JSON.stringify({ errcode, errmsg })), 0);
  expect(verdict).toMatchObject(expected);
  if (verdict.kind !== 'delivered') expect(verdict.reason).toMatch(new RegExp(`^${errcode}: `));
});

test.each(['{"errcode":"0"}', '{"errcode":0.5}', '{"errmsg":"ok"}', '[]', 'ok'])(
  '%s is no proof of a delivery',
  (body) => {
    expect(judgeWecom(answer(200, body), 0)).toMatchObject({ kind: 'unknown' });
  },
);

test('a code of success in an answer that failed is not believed', () => {
  expect(judgeWecom(answer(500, '{"errcode":0}'), 0)).toMatchObject({ kind: 'retry' });
  expect(judgeWecom(answer(302, '{"errcode":0}'), 0)).toMatchObject(configuration);
});

function answer(status: number, body: string) {
  return { status, body, headers: new Headers() };
}
