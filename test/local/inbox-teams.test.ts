import { expect, test } from 'vitest';
import { formatTeams } from '../../src/channels/teams/message.ts';
import type { AppOptions } from '../../src/local/inbox/chat-app.ts';
import { toMarkup } from '../../src/local/inbox/html.ts';
import { openTeamsApp } from '../../src/local/inbox/teams/teams-app.ts';
import { alertAbout } from '../channels/notification.ts';

function open(options: Partial<AppOptions> = {}) {
  const app = openTeamsApp({ limited: false, ...options });
  const send = (body: unknown, query?: string, type = 'application/json', now = 0) => {
    const url = new URL(app.webhook, 'http://127.0.0.1');
    if (query !== undefined) url.search = query;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return app.judge({ url, headers: new Headers({ 'content-type': type }), body: text }, now);
  };
  return { app, send };
}

const message = (content: object) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
});
const card = (...body: readonly object[]) => ({ type: 'AdaptiveCard', version: '1.4', body });
const rich = (...inlines: readonly unknown[]) => ({ type: 'RichTextBlock', inlines });
const run = (text: string, more = {}) => ({ type: 'TextRun', text, ...more });
const block = (text: string) => ({ type: 'TextBlock', text, wrap: true });

function shown(content: object): string {
  const rendered = open().app.render(message(content));
  if (rendered === undefined) throw new Error('nothing was rendered');
  return toMarkup(rendered.body);
}

test('a card is accepted with a 202 that says nothing', () => {
  expect(open().send(formatTeams(alertAbout('alice')))).toMatchObject({
    fate: 'shown',
    answer: { status: 202, body: '' },
  });
});

test.each<[string, unknown, RegExp]>([
  ['no attachments', { text: 'x' }, /^the run failed: attachments: /],
  ['an empty list of attachments', { attachments: [] }, /^the run failed: attachments: nothing/],
  ['a card of another kind', message({ '@type': 'MessageCard' }), /content\/type: /],
  ['an element that is not known', message(card({ type: 'Chart' })), /content\/body\/0\/type: /],
  ['a run without text', message(card(rich({ type: 'TextRun' }))), /inlines\/0/],
  ['a version to come', message({ ...card(), version: '2.0' }), /content\/version: /],
  [
    'a button that leads nowhere',
    message({ ...card(), actions: [{ type: 'Action.OpenUrl', title: 'x', url: '/x' }] }),
    /actions\/0\/url: /,
  ],
  ['28 KB', message(card(rich(run('x'.repeat(28 * 1024))))), /^the run failed: request entity too/],
])('%s is accepted, and the run fails', (_, body, why) => {
  const verdict = open().send(body);
  expect(verdict).toMatchObject({ fate: 'refused', answer: { status: 202, body: '' } });
  expect(verdict.why).toMatch(why);
});

test('a body that is not sent as JSON starts a run that fails', () => {
  const verdict = open().send(message(card(rich('x'))), undefined, 'text/plain');
  expect(verdict).toMatchObject({ fate: 'refused', answer: { status: 202 } });
});

test.each<[string, string, string, number, string]>([
  ['no JSON', '{', '?sig=local', 400, 'InvalidRequestContent'],
  ['no signature', '{}', '', 401, 'DirectApiAuthorizationRequired'],
  ['an empty signature', '{}', '?sig=', 401, 'DirectApiAuthorizationRequired'],
])('%s is refused', (_, body, query, status, code) => {
  const { fate, answer } = open().send(body, query);
  expect({ fate, answer }).toMatchObject({
    fate: 'refused',
    answer: { status, body: { error: { code } } },
  });
});

test('a signature has to be the one it was told', () => {
  const { send } = open({ secret: 'a+b/c=' });
  expect(send(message(card(rich('x'))))).toMatchObject({ fate: 'shown' });
  expect(send(message(card(rich('x'))), '?sig=other')).toMatchObject({
    answer: { status: 401, body: { error: { code: 'AuthorizationFailed' } } },
  });
});

test('with rate limits it takes four messages a second and says when to come back', () => {
  const { send } = open({ limited: true });
  const at = (now: number) => send(message(card(rich('x'))), undefined, undefined, now).answer;
  expect([0, 1, 2, 3].map((now) => at(now).status)).toEqual([202, 202, 202, 202]);
  expect(at(4)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  expect(at(1000).status).toBe(202);
});

test('a message of ours is shown with its bar, its lines and its buttons', () => {
  const rendered = open().app.render(formatTeams(alertAbout('alice')));
  const markup = toMarkup(rendered?.body ?? '');
  expect(markup).toContain('class="element spacing-default container warning bleed"');
  expect(markup).toContain('[High] Cloud desktops deleted ×3');
  expect(markup).toMatch(/weight-bolder[^>]*>alice<\/span>/);
  expect(markup).toMatch(/<a href="https:\/\/runbooks\.example\/ecd"[^>]*><span class="button">/);
  expect(rendered?.push).toBe('Card');
});

test.each([
  '<at>everyone</at>',
  '[bill](https://evil.example)',
  '**bold** _italic_',
  '<img src=x onerror=alert(1)>',
  '- x\n- y',
])('nothing in %j becomes markup when it comes as a value', (hostile) => {
  const markup = toMarkup(open().app.render(formatTeams(alertAbout(hostile)))?.body ?? '');
  expect(markup.match(/<(?!\/?(?:div|p|span|a)\b)[^>]*>/g)).toBeNull();
  expect(markup).not.toContain('mention');
  expect(markup).not.toMatch(/href="[^"]*evil/);
});

test('a text block reads the Markdown that Teams reads', () => {
  const markup = shown(card(block('**b** _i_ [x](https://x.example/)\n\n- one\n- two\n1. three')));
  expect(markup).toContain('<strong>b</strong> <em>i</em>');
  expect(markup).toContain('href="https://x.example/"');
  expect(markup).toContain('<ul><li>one</li><li>two</li></ul><ol><li>three</li></ol>');
});

test.each(['# heading', '> quote', '`code`', '![x](javascript:alert)', '| a | b |'])(
  '%j is no Markdown of Teams',
  (text) => {
    const markup = shown(card(block(text)));
    expect(markup.match(/<(?!\/?(?:div|p|span)\b)[^>]*>/g)).toBeNull();
  },
);

test('a fact set reads Markdown too', () => {
  const facts = [{ title: 'From', value: '**x**' }];
  expect(shown(card({ type: 'FactSet', facts }))).toContain('<strong>x</strong>');
});

test('a text run reads none, but may lead somewhere', () => {
  const selectAction = { type: 'Action.OpenUrl', url: 'https://x.example/' };
  const markup = shown(card(rich('**plain** ', run('**x**', { italic: true, selectAction }))));
  expect(markup).toContain('**plain** <a href="https://x.example/"');
  expect(markup).toContain('<em>**x**</em>');
});

test('a mention is one only where the card says whom it means', () => {
  const text = 'Hi <at>Ada</at>';
  const entities = [{ type: 'mention', text: '<at>Ada</at>', mentioned: { id: '1', name: 'Ada' } }];
  expect(shown(card(block(text)))).toContain('Hi &lt;at&gt;Ada&lt;/at&gt;');
  const mentioned = '<span class="mention">Ada</span>';
  expect(shown({ ...card(block(text)), msteams: { entities } })).toContain(mentioned);
  expect(shown({ ...card(rich(run(text))), msteams: { entities } })).toContain(mentioned);
});

test('what is no message is not rendered', () => {
  for (const payload of [undefined, 'x', {}, message({})]) {
    expect(open().app.render(payload)).toBeUndefined();
  }
});

test('every rule of its style is its own', () => {
  expect(strayRules(open().app.style)).toEqual([]);
});

function strayRules(style: string): string[] {
  const selectors = [...style.matchAll(/([^{}]+)\{[^}]*\}/g)].flatMap(([, list]) =>
    (list ?? '').split(/,(?![^(]*\))/),
  );
  return selectors.map((one) => one.trim()).filter((one) => !one.startsWith('.teams '));
}
