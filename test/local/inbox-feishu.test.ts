import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { formatFeishu } from '../../src/channels/feishu/message.ts';
import type { AppOptions } from '../../src/local/inbox/chat-app.ts';
import { openFeishuApp } from '../../src/local/inbox/feishu/feishu-app.ts';
import { toMarkup } from '../../src/local/inbox/html.ts';
import { alertAbout } from '../channels/notification.ts';

const secret = 'demo';
// The timestamp and the secret of the vendor's own sample, and a golden value worked out by other code.
const signedAt = 1_599_360_473;
const golden = 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=';
const text = { msg_type: 'text', content: { text: 'high: alice did it' } };
const json = { 'content-type': 'application/json; charset=utf-8' };

function open(options: Partial<AppOptions> = {}) {
  const app = openFeishuApp({ limited: false, ...options });
  const url = new URL(app.webhook, 'http://127.0.0.1');
  const judge = (payload: unknown, now = signedAt * 1000, headers: object = json) => {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return app.judge({ url, headers: new Headers({ ...headers }), body }, now);
  };
  /** Status, code and message of the answer. */
  const send = (...request: Parameters<typeof judge>) => {
    const { status, body } = judge(...request).answer;
    return typeof body === 'string'
      ? body
      : `${status} ${String(body['code'])} ${String(body['msg'])}`;
  };
  return { app, judge, send };
}

function shown(payload: unknown): string {
  const rendered = openFeishuApp({ limited: false }).render(payload);
  if (rendered === undefined) throw new Error('it is no message');
  return toMarkup(rendered.body).replace(/\n\s*/g, '');
}

const card = (elements: readonly object[], more: object = {}) => ({
  msg_type: 'interactive',
  card: { schema: '2.0', body: { elements }, ...more },
});
const plain = (content: string) => ({ tag: 'div', text: { tag: 'plain_text', content } });

test('a message is taken as the vendor takes it', () => {
  const { judge, send } = open();
  expect(send(text)).toBe('200 0 success');
  expect(judge(text)).toMatchObject({
    fate: 'shown',
    payload: text,
    answer: { body: { StatusCode: 0 } },
  });
});

const signFor = (timestamp: number) =>
  createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
const mismatch = '200 19021 sign match fail or timestamp is not within one hour from current time';
test.each([
  ['the golden one', { timestamp: `${signedAt}`, sign: golden }, '200 0 success'],
  ['another', { timestamp: `${signedAt}`, sign: 'bm9wZQ==' }, mismatch],
  ['none', {}, mismatch],
  ['one with a number', { timestamp: signedAt, sign: golden }, mismatch],
  ['one in milliseconds', { timestamp: `${signedAt}000`, sign: golden }, mismatch],
  [
    'one of an hour ago',
    { timestamp: `${signedAt - 3600}`, sign: signFor(signedAt - 3600) },
    '200 0 success',
  ],
  [
    'one that is older',
    { timestamp: `${signedAt - 3601}`, sign: signFor(signedAt - 3601) },
    mismatch,
  ],
])('a signature is checked: %s', (_, signature, answer) => {
  expect(open({ secret }).send({ ...signature, ...text })).toBe(answer);
});

const parse = '200 11246 ErrCode: 200621; ErrMsg: parse card json err; ';
test.each<[string, unknown, string]>([
  ['is no JSON', '{', '400 9499 Bad Request'],
  ['is too long', { ...text, content: { text: '中'.repeat(7000) } }, '400 9499 Bad Request'],
  ['has no type', { content: {} }, '200 19002 params error, msg_type need'],
  ['has no text', { msg_type: 'text', content: {} }, '200 19002 params error'],
  ['is of the older version', card([], { schema: '1.0' }), parse],
  ['has an unknown property', card([{ ...plain('x'), colour: 'red' }]), parse],
  [
    'has a size that is no name',
    card([{ tag: 'div', text: { ...plain('x').text, text_size: '"><b>' } }]),
    parse,
  ],
  ['has an unknown element', card([{ tag: 'action', actions: [] }]), parse],
  [
    'has a title of an unknown colour',
    card([], { header: { title: plain('x').text, template: 'pink' } }),
    parse,
  ],
  [
    'calls back',
    card([{ tag: 'button', text: plain('x').text, behaviors: [{ type: 'callback', value: {} }] }]),
    parse,
  ],
  [
    'has more than 200 elements',
    card(Array.from({ length: 101 }, () => plain('x'))),
    '200 11246 ErrCode: 300305; ErrMsg: card components exceed 200; ',
  ],
])('a message that %s is refused', (_, body, answer) => {
  const { judge, send } = open();
  expect(send(body)).toBe(answer);
  expect(judge(body)).toMatchObject({ fate: 'refused', payload: body });
});

test('the reason says where it is', () => {
  const { judge } = open();
  expect(judge(card([{ ...plain('x'), colour: 'red' }])).why).toBe(
    '11246: card/body/elements/0: Unrecognized key: "colour"',
  );
});

test('a request that is not of JSON is refused', () => {
  expect(open().send(text, 0, { 'content-type': 'text/plain' })).toBe('400 9499 Bad Request');
});

test('a keyword is looked for in all that is to be read', () => {
  const { send } = open({ keyword: 'high' });
  expect(send(text)).toBe('200 0 success');
  expect(send(card([plain('it is high')]))).toBe('200 0 success');
  expect(send(card([plain('low')]))).toBe('200 19024 Key Words Not Found');
});

test('the limits hold only where they are asked for: five a second, a hundred a minute', () => {
  const limited = open({ limited: true });
  const free = open();
  for (let sent = 0; sent < 5; sent += 1) expect(limited.send(text, 0)).toBe('200 0 success');
  expect(limited.send(text, 999)).toBe('200 11232 frequency limited');
  for (let second = 1; second < 20; second += 1) {
    for (let sent = 0; sent < 5; sent += 1) limited.send(text, second * 1000);
  }
  expect(limited.send(text, 30_000)).toBe('200 11232 frequency limited');
  expect(limited.send(text, 60_000)).toBe('200 0 success');
  for (let sent = 0; sent < 200; sent += 1) expect(free.send(text)).toBe('200 0 success');
});

test('what the channel sends is taken, and shown with its colour, rows and buttons', () => {
  const settings = { keyword: 'trailbell', at: { user_ids: ['ou_1'], all: true } };
  const { send } = open({ keyword: 'trailbell' });
  const full = formatFeishu(alertAbout('alice'), settings);
  expect(send(full)).toBe('200 0 success');
  const page = shown(full);
  for (const part of [
    '<div class="title orange"><div class="plain plain_text normal">[High] Cloud desktops deleted ×3</div>',
    '<div class="plain plain_text heading">alice deleted ecd-1, and it succeeded.</div><hr />',
    '<div class="column fixed"><div class="plain plain_text normal grey">From</div></div>',
    '<a href="https://runbooks.example/ecd" target="_blank" rel="noopener noreferrer"><span class="button">Runbook</span></a>',
    '<span class="mention">@ou_1</span> <span class="mention">@所有人</span>',
    'event E-1 · rule ecd-delete · trailbell',
  ]) {
    expect(page).toContain(part);
  }
  const minimal = formatFeishu(alertAbout('alice'), settings, 'minimal');
  expect(send(minimal)).toBe('200 0 success');
  expect(shown(minimal)).toContain('<span class="mention">@所有人</span>');
});

test('the push is what the card says of itself', () => {
  const { app } = open();
  const header = { title: { tag: 'plain_text', content: 'title' } };
  expect(app.render(card([], { header }))?.push).toBe('title');
  const config = { summary: { content: 'summary' } };
  expect(app.render(card([], { header, config }))?.push).toBe('summary');
  expect(app.render(text)?.push).toBe('high: alice did it');
  expect(app.render({ msg_type: 'post' })).toBeUndefined();
});

test.each<[string, string, string]>([
  ['bold, italic, struck', '**a** *b* ~~c~~', '<strong>a</strong> <em>b</em> <s>c</s>'],
  ['a heading', '# a', '<div class="h">a</div>'],
  ['a quote', '> a', '<blockquote>a</blockquote>'],
  ['lists', '- a\n1. b', '<ul><li>a</li></ul><div>1. b</div>'],
  ['a rule', '---', '<hr />'],
  ['a link', '[a](https://x.example/)', '<a href="https://x.example/"'],
  ['a bare address', 'see https://x.example/y', 'see <a href="https://x.example/y"'],
  ['a link that we do not follow', '[a](javascript:alert(1))', '[a](javascript:alert(1))'],
  ['an image, not loaded', '![cat](img_v2)', '<span class="image">cat</span>'],
  ['a mention', '<at id=ou_1></at>', '<span class="mention">@ou_1</span>'],
  ['coloured text', "<font color='red'>a</font>", '<span class="font">a</span>'],
  [
    'an escaped sign as a sign',
    '&#60;at id=all&#62;&#60;/at&#62; &amp;',
    '&lt;at id=all&gt;&lt;/at&gt; &amp;',
  ],
])('markdown shows %s', (_, content, markup) => {
  expect(shown(card([{ tag: 'markdown', content }]))).toContain(markup);
  expect(shown(card([{ tag: 'div', text: { tag: 'lark_md', content } }]))).toContain(markup);
});

test('a text message shows mentions and addresses', () => {
  const page = shown({
    ...text,
    content: { text: '<at user_id="all"></at> <at user_id="ou_1">Tom</at>\nhttps://x.example/' },
  });
  expect(page).toContain(
    '<p><span class="mention">@所有人</span> <span class="mention">@Tom</span></p>',
  );
  expect(page).toContain('<p><a href="https://x.example/"');
});

test('plain text shows everything as it was typed', () => {
  const page = shown(card([plain('**a** <at id=all></at> [b](https://x.example/) &#60;')]));
  expect(page).toContain('**a** &lt;at id=all&gt;&lt;/at&gt; [b](https://x.example/) &amp;#60;');
});

const attack = `"><img src=x onerror=alert(1)></pre></script><script>alert(1)</script>'`;

test('no text of a message becomes markup, wherever it stands', () => {
  const written = `${attack}\n# ${attack}\n> ${attack}\n[${attack}](https://x.example/"onclick=)`;
  const title = { tag: 'plain_text', content: attack };
  const pages = [
    { ...text, content: { text: written } },
    { ...text, content: { text: `<at user_id="${attack}">${attack}</at>` } },
    card([{ tag: 'markdown', content: `${written}\n<font color=${attack}>${attack}</font>` }]),
    card([plain(attack), { tag: 'div', text: title }], { header: { title } }),
    card([
      {
        tag: 'button',
        text: title,
        behaviors: [{ type: 'open_url', default_url: `https://x.example/${attack}` }],
      },
    ]),
  ].map(shown);
  for (const page of pages) {
    expect(page).not.toMatch(/<(?:img|script)/);
    // Outside of quotes.
    expect(page.replace(/"[^"]*"/g, '')).not.toMatch(/<[^>]*\son\w+=/);
  }
});

test('no event makes a mention or a link in what the channel sends', () => {
  const hostile =
    '<at id=all></at> <at user_id="all">x</at> **b** [bill](https://evil.example) https://evil.example';
  for (const form of ['full', 'minimal'] as const) {
    const title = [{ kind: 'value', text: hostile } as const];
    const page = shown(formatFeishu(alertAbout(hostile, { title }), {}, form));
    expect(page).toContain('bill');
    expect(page).not.toMatch(/mention|<strong>|<a href="https:\/\/evil/);
  }
});
