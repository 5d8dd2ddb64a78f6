import { afterEach, expect, test } from 'vitest';
import { forEachApp, inboxChannels } from '../../src/local/inbox/apps.ts';
import { startInbox, type RunningInbox } from '../../src/local/inbox/inbox-server.ts';

const running: RunningInbox[] = [];
afterEach(() => Promise.all(running.splice(0).map((inbox) => inbox.close())));

async function start() {
  const inbox = await startInbox({ now: () => 1_700_000_000_000, timeZone: 'UTC' });
  running.push(inbox);
  const post = (url: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const page = async (query = '') => (await fetch(`${inbox.url}${query}`)).text();
  const markdown = (text: string, more = {}) =>
    post(inbox.webhooks.dingtalk, {
      msgtype: 'markdown',
      markdown: { title: 'title', text },
      ...more,
    });
  const slack = (body: unknown) => post(inbox.webhooks.slack, body);
  return { inbox, post, page, markdown, slack };
}

/** What the bubbles show: the page without the payloads under them. */
function bubbles(page: string): string {
  const bodies = page.matchAll(/<div class="bubble">([\s\S]*?)<details>/g);
  return [...bodies].map(([, body = '']) => body.replace(/\s+/g, ' ')).join('\n');
}

test.each<[string, string, string]>([
  ['headings', '### **High** ×3', '<div class="h h3"><strong>High</strong> ×3</div>'],
  ['bold and italic', '**a** and *b*', '<p><strong>a</strong> and <em>b</em></p>'],
  ['lists', '- a\n- b\n\n1. c', '<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol>'],
  ['a quote', '> 请核实', '<blockquote>请核实</blockquote>'],
  ['a line that goes on', 'a\nb', '<p>a b</p>'],
  ['a line that ends', 'a  \nb', '<p>a<br />b</p>'],
  [
    'a link',
    '[go](https://example.com/?a=1&b=2)',
    '<a href="https://example.com/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">go</a>',
  ],
  [
    'a link within the app, by what it opens',
    '[go](dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fexample.com%2F%3Fa%3D1&pc_slide=true)',
    '<a href="https://example.com/?a=1" target="_blank" rel="noopener noreferrer">go</a>',
  ],
  ['an image, not loaded', '![cat](https://evil.example/x.png)', '<span class="image">cat</span>'],
  ['a table as it was typed', '| a | b |', '<p>| a | b |</p>'],
  ['a backslash as it was typed', '\\*a', '<p>\\*a</p>'],
  ['an unknown mention as text', 'hi @13800000000', '<p>hi @13800000000</p>'],
])('DingTalk shows %s', async (_, text, markup) => {
  const { page, markdown } = await start();
  await markdown(text);
  expect(bubbles(await page())).toContain(markup);
});

test('DingTalk shows a mention where the message makes one', async () => {
  const { page, markdown } = await start();
  await markdown('hi @13800000000', { at: { atMobiles: ['13800000000'] } });
  expect(bubbles(await page())).toContain('<span class="mention">@13800000000</span>');
});

test.each<[string, string, string]>([
  [
    'bold, code and a link',
    '*a* `b` <https://x.example|c>',
    '<strong>a</strong> <code>b</code> <a href',
  ],
  ['a mention of everyone', '<!channel>', '<span class="mention">@channel</span>'],
  ['escaped text as text', '&lt;!channel&gt; &amp;amp;', '&lt;!channel&gt; &amp;amp;'],
  ['a link that we do not follow', '<javascript:alert(1)|x>', '<span class="unsafe">x</span>'],
  ['words with marks in them', 'a_b_c 2*3*4', 'a_b_c 2*3*4'],
])('Slack shows %s', async (_, text, markup) => {
  const { page, slack } = await start();
  await slack({ text });
  expect(bubbles(await page())).toContain(markup);
});

test('Slack shows rich text by its structure alone', async () => {
  const { page, slack } = await start();
  const elements = [
    { type: 'text', text: '<!here> *no*', style: { bold: true } },
    { type: 'link', url: 'https://example.com', text: 'yes' },
  ];
  const section = { type: 'rich_text_section', elements };
  const list = { type: 'rich_text_list', style: 'bullet', elements: [section] };
  await slack({ blocks: [{ type: 'rich_text', elements: [section, list] }] });
  const shown = bubbles(await page());
  expect(shown).toContain('<strong>&lt;!here&gt; *no*</strong><a href="https://example.com"');
  expect(shown).toContain('<ul><li>');
});

/** The apps that the page marks so, and the tab that is current. */
function arranged(page: string) {
  const sections = [...page.matchAll(/<section class="app ([^"]*)"/g)].map(([, names = '']) =>
    names.split(/\s+/),
  );
  const marked = (mark: string) =>
    sections.filter((names) => names.includes(mark)).map(([channel]) => channel);
  const current = /data-tab="(\w*)" aria-current/.exec(page)?.[1];
  return { filled: marked('filled'), front: marked('front'), current };
}

test('every app has a tab, and those that hold messages are in sight', async () => {
  const { page, slack } = await start();
  const empty = await page();
  for (const channel of inboxChannels) expect(empty).toContain(`data-tab="${channel}"`);
  expect(arranged(empty)).toEqual({ filled: [], front: ['dingtalk'], current: '' });
  await slack({ text: 'x' });
  expect(arranged(await page())).toEqual({ filled: ['slack'], front: ['slack'], current: '' });
});

test.each([
  ['?app=dingtalk', { front: ['dingtalk'], current: 'dingtalk' }],
  ['?app=slack', { front: ['slack'], current: 'slack' }],
  ['?app=nobody', { front: ['slack'], current: '' }],
  ['?app=__proto__', { front: ['slack'], current: '' }],
])('an address can ask for one app: %s', async (query, expected) => {
  const { page, slack } = await start();
  await slack({ text: 'x' });
  const shown = await page(query);
  expect(arranged(shown)).toMatchObject(expected);
  expect(shown.includes('<body class="alone"')).toBe(expected.current !== '');
});

test.each(inboxChannels)('the webhook of %s leads to it', async (channel) => {
  const { inbox, post } = await start();
  await post(inbox.webhooks[channel], { nonsense: true });
  expect(inbox.messages().map((message) => message.channel)).toEqual([channel]);
});

test.each(Object.entries(forEachApp((_, open) => open({ limited: false }).style)))(
  'the style of %s is about nothing else',
  (channel, style) => {
    const rules = style.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g);
    const selectors = [...rules].flatMap(([, list = '']) => list.split(/,(?![^(]*\))/));
    expect(selectors.length).toBeGreaterThan(0);
    for (const selector of selectors.map((each) => each.trim())) {
      if (!selector.startsWith('@')) expect(`${selector} `).toMatch(new RegExp(`^\\.${channel} `));
    }
  },
);

const attack = `"><img src=x onerror=alert(1)></pre></script><script>alert(1)</script>'`;

test('no text of a message becomes markup, wherever it stands', async () => {
  const { page, markdown, slack } = await start();
  await markdown(
    `${attack}\n\n# ${attack}\n\n> ${attack}\n\n[${attack}](https://x.example/"onclick=)`,
  );
  await markdown(attack, { msgtype: attack, msgUuid: attack });
  await slack({ text: attack });
  await slack({
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `<https://x|${attack}` } }],
  });
  await slack({ blocks: [{ type: attack }] });
  const shown = await page();
  expect(shown).not.toContain('<img');
  expect(shown.match(/<script/g)).toHaveLength(1);
  expect(shown).not.toMatch(/<[^>]*\son\w+=/);
});

test('refused messages stand on the page with the reason', async () => {
  const { page, slack } = await start();
  await slack({});
  expect(bubbles(await page())).toContain('<b>Refused</b> no_text: neither text nor blocks');
});

test('the page runs and loads nothing but its own', async () => {
  const { inbox } = await start();
  const { headers } = await fetch(inbox.url);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; style-src 'nonce-[^']+'; script-src 'nonce-[^']+';/);
  expect((await fetch(inbox.url)).headers.get('content-security-policy')).not.toBe(policy);
});

test('messages are there as JSON, and the server says that it is well', async () => {
  const { inbox, slack } = await start();
  await slack({ text: 'x' });
  expect(await (await fetch(`${inbox.url}messages`)).json()).toMatchObject([
    { id: 1, channel: 'slack', fate: 'shown', payload: { text: 'x' } },
  ]);
  expect((await fetch(`${inbox.url}healthz`)).status).toBe(200);
});

test('the page hears of what it missed and of each new message', async () => {
  const { inbox, slack } = await start();
  await slack({ text: 'one' });
  await slack({ text: 'two' });
  const stream = await fetch(`${inbox.url}events?after=1`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  const heard = { text: '' };
  const hear = async (word: string) => {
    while (!heard.text.includes(word)) heard.text += (await reader?.read())?.value ?? '';
  };
  await hear('two');
  await slack({ text: 'three' });
  await hear('three');
  expect(heard.text).not.toContain('one');
  expect(heard.text).toContain('"counts":{"shown":3,"repeat":0,"refused":0}');
});
