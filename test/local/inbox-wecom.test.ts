import { expect, test } from 'vitest';
import { formatWecom } from '../../src/channels/wecom/message.ts';
import type { AppOptions } from '../../src/local/inbox/chat-app.ts';
import { toMarkup } from '../../src/local/inbox/html.ts';
import { openWecomApp } from '../../src/local/inbox/wecom/wecom-app.ts';
import { alertAbout } from '../channels/notification.ts';

const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } });
const json = { 'content-type': 'application/json; charset=utf-8' };

function open(options: Partial<AppOptions> = {}) {
  const app = openWecomApp({ limited: false, ...options });
  const judge = (payload: unknown, now = 0, webhook = app.webhook, headers: object = json) => {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const url = new URL(webhook, 'http://127.0.0.1');
    return app.judge({ url, headers: new Headers({ ...headers }), body }, now);
  };
  const send = (...request: Parameters<typeof judge>) => {
    const { status, body } = judge(...request).answer;
    expect(status).toBe(200);
    return typeof body === 'string' ? body : `${String(body['errcode'])} ${String(body['errmsg'])}`;
  };
  return { app, judge, send };
}

function shown(payload: unknown): string {
  const rendered = openWecomApp({ limited: false }).render(payload);
  if (rendered === undefined) throw new Error('it is no message');
  return toMarkup(rendered.body);
}

test('a message is taken as the vendor takes it', () => {
  const { judge, send } = open();
  expect(send(markdown('**alice** did it'))).toBe('0 ok');
  expect(judge(markdown('x'))).toMatchObject({ fate: 'shown', payload: markdown('x') });
});

const tooLong = (field: string, most: number) =>
  `40058 ${field} exceed max length ${most}. invalid Request Parameter`;
test.each<[string, unknown, string]>([
  ['is no JSON', '{', '40008 invalid message type'],
  ['has no type', {}, '40008 invalid message type'],
  ['has an unknown type', { msgtype: 'voice' }, '40008 invalid message type'],
  [
    'has no content',
    { msgtype: 'markdown', markdown: {} },
    '40058 markdown.content missing. invalid Request Parameter',
  ],
  ['is empty', markdown(' \n'), '44004 empty content'],
  ['is too long', markdown('中'.repeat(1366)), tooLong('markdown.content', 4096)],
  [
    'is a text that is too long',
    { msgtype: 'text', text: { content: 'x'.repeat(2049) } },
    tooLong('text.content', 2048),
  ],
])('a message that %s is refused', (_, body, answer) => {
  const { judge, send } = open();
  expect(send(body)).toBe(answer);
  expect(judge(body)).toMatchObject({ fate: 'refused', payload: body });
});

test('the limit is one of bytes', () => {
  const { judge, send } = open();
  expect(send(markdown(`${'中'.repeat(1365)}x`))).toBe('0 ok');
  expect(judge(markdown('中'.repeat(1366))).why).toBe(
    '40058: markdown.content has 4098 bytes, more than 4096',
  );
});

test('a request without a key, or not of JSON, is refused', () => {
  const { send } = open();
  expect(send(markdown('x'), 0, '/cgi-bin/webhook/send')).toBe('93000 invalid webhook url');
  expect(send(markdown('x'), 0, undefined, { 'content-type': 'text/plain' })).toMatch(/^40008 /);
});

test('the limit of twenty a minute holds only where it is asked for', () => {
  const limited = open({ limited: true });
  const free = open();
  for (let sent = 0; sent < 20; sent += 1) {
    expect(limited.send(markdown('x'), 0)).toBe('0 ok');
    expect(free.send(markdown('x'), 0)).toBe('0 ok');
  }
  expect(limited.send(markdown('x'), 59_999)).toBe('45009 api freq out of limit');
  expect(free.send(markdown('x'), 59_999)).toBe('0 ok');
  expect(limited.send(markdown('x'), 60_000)).toBe('0 ok');
});

test('what the channel sends is taken and shown', () => {
  const at = { user_ids: ['zhangsan'], all: true };
  const { send } = open();
  for (const form of ['full', 'minimal'] as const) {
    const message = formatWecom(alertAbout('alice'), { at }, form);
    expect(send(message)).toBe('0 ok');
    expect(shown(message)).toContain(
      '<span class="mention">@zhangsan</span> <span class="mention">@所有人</span>',
    );
  }
  const page = shown(formatWecom(alertAbout('alice'), {}));
  for (const part of [
    '<p class="h h3">[High] Cloud desktops deleted ×3</p>',
    '<p><strong>alice</strong> deleted <strong>ecd-1</strong>, and it succeeded.</p>',
    '<blockquote><p><strong>From</strong> 203.0.113.7 with alice</p>',
    '<p>3. Restore the snapshot</p>',
    '<a href="https://runbooks.example/ecd" target="_blank" rel="noopener noreferrer">Runbook</a>',
    '<span class="font comment">event E-1 · rule ecd-delete</span>',
  ]) {
    expect(page).toContain(part);
  }
});

test.each<[string, string, string]>([
  ['bold and code', '**a** `b`', '<p><strong>a</strong> <code>b</code></p>'],
  ['headings', '# a\n###### b', '<p class="h h1">a</p><p class="h h6">b</p>'],
  ['lines that end where they end', 'a\nb', '<p>a</p><p>b</p>'],
  ['a quote', '> a\n>b\nc', '<blockquote><p>a</p><p>b</p></blockquote><div><p>c</p></div>'],
  ['a link', '[a](https://x.example/)', '<a href="https://x.example/"'],
  ['a bare address', 'https://x.example/', '<a href="https://x.example/"'],
  ['a link that we do not follow', '[a](javascript:x)', '<span class="unsafe">a</span>'],
  ['a mention', 'hi <@zhangsan>', 'hi <span class="mention">@zhangsan</span>'],
  ['a colour', '<font color="warning">a</font>', '<span class="font warning">a</span>'],
  [
    'another colour as it was typed',
    '<font color="red">a</font>',
    '&lt;font color=&quot;red&quot;&gt;',
  ],
  ['a list as it was typed', '- a', '<p>- a</p>'],
  ['a table as it was typed', '| a | b |', '<p>| a | b |</p>'],
  ['italics as they were typed', '*a*', '<p>*a*</p>'],
  ['a backslash, and what stands behind it', '\\**a**', '\\<strong>a</strong>'],
])('markdown shows %s', (_, content, markup) => {
  expect(shown(markdown(content))).toContain(markup);
});

test('a text shows its mentions and nothing else', () => {
  const text = { content: '**a** <@zhangsan>\n[b](c)', mentioned_list: ['@all'] };
  expect(shown({ msgtype: 'text', text })).toBe(
    '<p><span class="plain">**a** <span class="mention">@zhangsan</span>\n[b](c)</span><span class="mention">@所有人</span></p>',
  );
  expect(openWecomApp({ limited: false }).render({ msgtype: 'image' })).toBeUndefined();
});

const attack = `"><img src=x onerror=alert(1)></pre></script><script>alert(1)</script>'`;

test('no text of a message becomes markup, wherever it stands', () => {
  const pages = [
    markdown(`${attack}\n# ${attack}\n> ${attack}\n[${attack}](https://x.example/"onclick=)`),
    markdown(`<@${attack}> <@"onclick=alert(1)> <font color="info">${attack}</font> \`${attack}\``),
    { msgtype: 'text', text: { content: attack, mentioned_list: [attack] } },
  ].map(shown);
  for (const page of pages) {
    expect(page).not.toMatch(/<(?:img|script)/);
    // Outside of quotes.
    expect(page.replace(/"[^"]*"/g, '')).not.toMatch(/<[^>]*\son\w+=/);
  }
});

test('no event makes a mention, a link or a colour in what the channel sends', () => {
  const hostile =
    '<@all> <font color="info">x</font> `c` [bill](https://evil.example) https://evil.example';
  for (const form of ['full', 'minimal'] as const) {
    const title = [{ kind: 'value', text: hostile } as const];
    const page = shown(formatWecom(alertAbout(hostile, { title, footer: [] }), {}, form));
    expect(page).toContain('bill');
    expect(page).not.toMatch(/mention|class="font|<code>|<a href="https:\/\/evil/);
  }
});
