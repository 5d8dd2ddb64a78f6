import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { expect, test } from 'vitest';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { judgeTeams } from '../../src/channels/teams/answer.ts';
import type { AdaptiveCard, TextStyle } from '../../src/channels/teams/card.ts';
import { formatTeams } from '../../src/channels/teams/message.ts';
import { teams } from '../../src/channels/teams/teams.ts';
import { levels } from '../../src/model/level.ts';
import type { Notification } from '../../src/model/notification.ts';
import { label, link, value } from '../../src/model/text.ts';
import { channelContract } from './contract.ts';
import { alertAbout, offers } from './notification.ts';

// The package's main file is one for bundlers: Node.js cannot load it.
const renderer: typeof AdaptiveCards = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
);

const SIGNATURE = 'XXXXXXXXXXXXXXXXXXXXXXXX';
const ORIGIN = 'https://prod-12.westeurope.logic.azure.com';
const PATH = `/workflows/f00dfeed/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${SIGNATURE}`;

channelContract({
  name: 'teams',
  origin: ORIGIN,
  path: PATH,
  open: (webhook, io) => teams.open('oncall', { type: 'teams', webhook }, io),
  secrets: [SIGNATURE, 'f00dfeed'],
  accepted: { status: 202, body: '' },
  tooLong: { status: 400, body: '{"error":{"code":"InvalidRequestContent","message":"x"}}' },
  expectWithinLimits(body) {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    const card = cardOf(body);
    expectUnderstood(card);
    for (const { text } of runsOf(card)) expect(text).not.toBe('');
  },
  skeleton(body) {
    const { fallbackText, ...card } = cardOf(body);
    const marks = fallbackText.replace(/[^[\]()<>*_`#!|\\~&]/gu, '');
    const shapes = runsOf(card).map(({ text, ...style }) => [text.replace(/[^<>]/gu, ''), style]);
    const sets = card.body.filter((part) => part.type === 'ActionSet');
    return [marks, shapes, JSON.stringify(card).match(/"type":"[^"]*"/gu), card.actions, sets];
  },
});

function cardOf(body: string): AdaptiveCard {
  const message: { attachments: [{ content: AdaptiveCard }] } = JSON.parse(body);
  return message.attachments[0].content;
}

function runsOf({ body }: Pick<AdaptiveCard, 'body'>) {
  return body
    .flatMap<AdaptiveCard['body'][number]>((part) =>
      part.type === 'Container' ? part.items : [part],
    )
    .flatMap((part) => (part.type === 'RichTextBlock' ? part.inlines : []));
}

/** The vendor's own parser finds no fault, and leaves out nothing that it does not know. */
function expectUnderstood(card: AdaptiveCard) {
  const parsed = new renderer.AdaptiveCard();
  const context = new renderer.SerializationContext(renderer.Versions.v1_4);
  parsed.parse(card, context);
  const faults = Array.from({ length: context.eventCount }, (_, index) =>
    context.getEventAt(index),
  );
  expect(faults).toEqual([]);
  expect(parsed.validateProperties().validationEvents).toEqual([]);
  // The parser knows cards, and not what is Teams' own about them.
  const { msteams, actions, ...rest } = card;
  expect(msteams).toEqual({ width: 'Full' });
  expect(parsed.toJSON()).toEqual(actions.length === 0 ? rest : { ...rest, actions });
}

test('a message is laid out as a card, with values in text runs', () => {
  expect(formatTeams(alertAbout('alice'))).toEqual({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          fallbackText: '[High] Cloud desktops deleted ×3 · alice deleted ecd-1, and it succeeded.',
          body: [
            title('warning', '[High] Cloud desktops deleted ×3'),
            block(bold('alice'), run(' deleted '), bold('ecd-1'), run(', and it succeeded.')),
            small(bold('From '), run('203.0.113.7'), run(' with '), run('alice')),
            small(bold('Account '), run('1234567890123456')),
            { ...block(bold('What to do')), spacing: 'Medium' },
            small(run('1. '), run('Ask '), run('alice')),
            small(run('2. '), run('alice')),
            small(run('3. '), run('Restore the snapshot')),
            {
              ...block(...['event ', 'E-1', ' · rule ecd-delete'].map((text) => quiet(text))),
              spacing: 'Medium',
            },
          ],
          actions: [
            open('Event', 'https://actiontrail.console.aliyun.com/event?id=E-1'),
            open('Runbook', 'https://runbooks.example/ecd'),
          ],
        },
      },
    ],
  });
});

test('answers are buttons of their own above the footer', () => {
  const { body, actions } = cardAbout('alice', { offers });
  expect(body.at(-2)).toEqual({
    type: 'ActionSet',
    actions: offers.map(({ label: name, url }) => open(name, url)),
  });
  expect(actions).toHaveLength(2);
});

test('a minimal message has its title, its lines, and its links as buttons', () => {
  const { fallbackText, body, actions } = cardAbout('alice', {}, 'minimal');
  expect(fallbackText).toBe('[High] Cloud desktops deleted ×3');
  expect(body).toEqual([
    title('warning', '[High] Cloud desktops deleted ×3'),
    small(run('Rule ecd-delete, event E-1')),
  ]);
  expect(actions).toEqual([open('Event', 'https://actiontrail.console.aliyun.com/event?id=E-1')]);
});

test.each(['alert', 'digest', 'notice', 'drill'] as const)(
  'the card of a notification of kind %s is understood by the parser of Adaptive Cards',
  (kind) => {
    for (const level of levels) {
      expectUnderstood(cardAbout('alice', { kind, level }));
      expectUnderstood(cardAbout('alice', { kind, level, offers }));
      expectUnderstood(cardAbout('alice', { kind, level }, 'minimal'));
      expectUnderstood(cardAbout('alice', { kind, level, links: [], minimal: [] }, 'minimal'));
    }
  },
);

test('what an alert lacks leaves no empty block', () => {
  const { body, actions, fallbackText } = cardAbout('', {
    title: [],
    sentence: [value('')],
    facts: [],
    steps: { label: 'What to do', items: [[value('\u0000')]] },
    links: [],
    footer: [],
  });
  expect(body).toEqual([title('warning', 'trailbell')]);
  expect(actions).toEqual([]);
  expect(fallbackText).toBe('trailbell');
});

test.each([
  ['critical', 'attention'],
  ['high', 'warning'],
  ['medium', 'accent'],
  ['low', 'emphasis'],
  ['informational', 'default'],
] as const)('the bar of a title of level %s is of style %s', (level, style) => {
  expect(cardAbout('alice', { level }).body[0]).toMatchObject({ type: 'Container', style });
});

test('a drill looks like no alarm', () => {
  const ofDrill = cardAbout('alice', { kind: 'drill', level: 'critical' }).body[0];
  for (const level of levels) {
    expect(cardAbout('alice', { kind: 'alert', level }).body[0]).not.toEqual(ofDrill);
  }
});

test('a value can neither mention nor lay out anything', () => {
  const hostile = '<at>everyone</at> **b** [x](https://evil.example)';
  const card = cardAbout('', { sentence: [value(hostile)] });
  expect(card.body[1]).toEqual(
    block(bold('＜at＞everyone＜/at＞ **b** [x](https：//evil.example)')),
  );
  expect(card.fallbackText).toContain(
    '＜at＞everyone＜/at＞ ＊＊b＊＊ ［x］（https：//evil.example）',
  );
});

test('links that are too many or too long are left out, the others stay', () => {
  const long = link('Long', `https://runbooks.example/${'x'.repeat(10_000)}`);
  const many = Array.from({ length: 9 }, (_, index) => link(`L${index}`, 'https://x.example/'));
  const titles = ({ actions }: AdaptiveCard) => actions.map((action) => action.title);
  expect(titles(cardAbout('', { links: [long, link('Short', 'https://x.example/')] }))).toEqual([
    'Short',
  ]);
  expect(titles(cardAbout('', { links: many }))).toEqual(['L0', 'L1', 'L2', 'L3', 'L4']);
});

test('a message in Chinese needs no words of ours', () => {
  const notification: Notification = alertAbout('alice', {
    title: [label('高危 · '), value('云桌面被删除')],
    sentence: [value('alice'), label(' 删除了 '), value('ecd-1')],
    facts: [{ label: '来源', text: [value('203.0.113.7')] }],
    steps: { label: '处理步骤', items: [[value('恢复快照')]] },
    links: [],
    footer: [label('事件 '), value('E-1')],
  });
  const text = runsOf(cardOf(JSON.stringify(formatTeams(notification)))).map((one) => one.text);
  expect(text.join('|')).toBe(
    '高危 · |云桌面被删除|alice| 删除了 |ecd-1|来源 |203.0.113.7|处理步骤|1. |恢复快照|事件 |E-1',
  );
});

const configuration = { kind: 'refused', fault: 'configuration' };
const payload = { kind: 'refused', fault: 'payload' };
const code = (name: string) => JSON.stringify({ error: { code: name, message: 'x' } });

test.each<readonly [number, string, object]>([
  [202, '', { kind: 'delivered' }],
  [202, '{}', { kind: 'delivered' }],
  [200, '', { kind: 'unknown' }],
  [200, '1', { kind: 'unknown' }],
  [201, '', { kind: 'unknown' }],
  [204, '', { kind: 'unknown' }],
  [302, code('InvalidRequestContent'), configuration],
  [400, code('InvalidRequestContent'), payload],
  [400, code('TriggerInputSchemaMismatch'), payload],
  [400, code('SomethingNew'), payload],
  [400, code('WorkflowTriggerIsNotEnabled'), configuration],
  [400, '', configuration],
  [400, '<html>', configuration],
  [401, code('DirectApiAuthorizationRequired'), configuration],
  [401, code('AuthorizationFailed'), configuration],
  [401, code('SomethingNew'), configuration],
  [403, code('MisMatchingOAuthClaims'), configuration],
  [404, code('WorkflowNotFound'), configuration],
  [404, '', configuration],
  [413, '', payload],
  [429, code('InvalidRequestContent'), { kind: 'retry', afterSeconds: 1 }],
  [500, code('InvalidRequestContent'), { kind: 'retry', mayHaveArrived: true }],
  [502, '', { kind: 'retry', mayHaveArrived: true }],
  [504, '', { kind: 'retry', mayHaveArrived: true }],
])('HTTP %i with %j is understood', (status, body, expected) => {
  expect(judgeTeams({ status, body, headers: new Headers() }, 0)).toMatchObject(expected);
});

test('a code that is not known is not repeated', () => {
  const answer = { status: 400, body: code('alice-the-attacker'), headers: new Headers() };
  expect(judgeTeams(answer, 0)).toEqual({
    kind: 'refused',
    fault: 'payload',
    reason: 'HTTP 400: the message was refused',
  });
});

const trigger = 'workflows/f00d/triggers/manual/paths/invoke?api-version=1&sig=x';
const platform = 'environment.api.powerplatform.com';

test.each([
  `https://prod-00.northcentralus.logic.azure.com:443/${trigger}`,
  `https://PROD-00.northcentralus.logic.azure.com/${trigger}`,
  `https://default0.0a.${platform}:443/powerautomate/automations/direct/${trigger}`,
  `https://default0.0a.${platform}/powerautomate/automations/direct/cu/07/${trigger}`,
  `https://prod-58.usgovtexas.logic.azure.us:443/${trigger}`,
  `https://e0.1.environment.api.gov.powerplatform.microsoft.us/powerautomate/automations/direct/${trigger}`,
  `https://e0.1.environment.api.high.powerplatform.microsoft.us/powerautomate/automations/direct/${trigger}`,
  `https://e0.1.environment.api.appsplatform.us/powerautomate/automations/direct/${trigger}`,
])('%s is a webhook of a workflow', (webhook) => {
  expect(() => opened(webhook)).not.toThrow();
});

test.each([
  ['a host that only ends alike', `https://evil-logic.azure.com/${trigger}`, 'is not on'],
  ['the bare domain', `https://logic.azure.com/${trigger}`, 'is not on'],
  ['a host with an empty label', `https://.logic.azure.com/${trigger}`, 'is not on'],
  ['another service there', `https://x.azure.com/${trigger}`, 'is not on'],
  ['a trailing dot', `https://prod-00.logic.azure.com./${trigger}`, 'is not on'],
  ['another port', `${ORIGIN}:444/${trigger}`, 'is not on'],
  [
    'a retired connector',
    'https://x.webhook.office.com/webhookb2/a/IncomingWebhook/b',
    'is not on',
  ],
  ['no signature', `${ORIGIN}/${trigger.replace('&sig=x', '')}`, 'lacks its token'],
  ['an empty signature', `${ORIGIN}/${trigger.replace('sig=x', 'sig=')}`, 'lacks its token'],
  ['another path', `${ORIGIN}/workflows/f00d/runs?sig=x`, 'has another path'],
])('%s is refused', (_, webhook, problem) => {
  expect(() => opened(webhook)).toThrow(problem);
});

test('the vendor takes four messages a second, people read twenty a minute', () => {
  expect(opened(teams.sample.webhook).budgets).toEqual([
    { most: 4, perMs: 1_000 },
    { most: 20, perMs: 60_000 },
  ]);
  expect(opened(`http://127.0.0.1:9000${PATH}`).budgets).toEqual([]);
});

function opened(webhook: string) {
  const io = { fetch: nodeFetch, now: Date.now, allowLoopback: true };
  return teams.open('oncall', { type: 'teams', webhook }, io);
}

function cardAbout(text: string, changes: Partial<Notification> = {}, form?: 'minimal') {
  return formatTeams(alertAbout(text, changes), form).attachments[0].content;
}

function run(text: string, style: TextStyle = {}) {
  return { type: 'TextRun', text, ...style };
}

function bold(text: string) {
  return run(text, { weight: 'Bolder' });
}

function quiet(text: string) {
  return run(text, { size: 'Small', isSubtle: true });
}

function block(...inlines: readonly object[]) {
  return { type: 'RichTextBlock', inlines };
}

function small(...inlines: readonly object[]) {
  return { ...block(...inlines), spacing: 'Small' };
}

function title(style: string, text: string) {
  const items = [block(run(text, { size: 'Medium', weight: 'Bolder' }))];
  return { type: 'Container', style, bleed: true, items };
}

function open(name: string, url: string) {
  return { type: 'Action.OpenUrl', title: name, url };
}
