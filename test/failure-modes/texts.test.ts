import { expect, test } from 'vitest';
import { words } from '../../src/alerts/words.ts';
import { channelTypes } from '../../src/channels/index.ts';
import { type InboxChannel, inboxChannels } from '../../src/local/inbox/apps.ts';
import type { InboxMessage } from '../../src/local/inbox/mailbox.ts';
import type { BatchSummary } from '../../src/model/journal.ts';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { deletedRule, rulesOf } from '../support/rules.ts';

const ids = (count: number, id: string) => Array.from({ length: count }, (_, at) => `${id}-${at}`);

/** A deletion in which everything that a caller can choose is this text. */
const written = (text: string) =>
  deletion({
    userAgent: text,
    sourceIpAddress: text,
    acsRegion: text,
    errorCode: text,
    errorMessage: text,
    userIdentity: { type: 'ram-user', userName: text, accountId: text, accessKeyId: text },
    requestParameters: { ServiceId: text, RegionId: text, [text]: text },
    referencedResources: { 'ACS::PrivateLink::VpcEndpointService': [text] },
  });

/** Tells channels of every type of records, by one rule. */
async function tellAll(records: readonly unknown[], rule = deletedRule) {
  const { inbox, env, openApp, put, trigger } = await openWorld({}, rulesOf(rule));
  const webhooks: Readonly<Record<string, string>> = inbox.webhooks;
  const channels = channelTypes.map(({ type, sample }) => {
    const secret = type === 'dingtalk' && { secret: env.DINGTALK_SECRET };
    return [`my-${type}`, { ...sample, webhook: webhooks[type], ...secret }] as const;
  });
  const app = openApp({ settings: { channels: Object.fromEntries(channels) } });
  const summary: BatchSummary = JSON.parse(await trigger(put(records), 0, app));
  return { summary, messages: inbox.messages() };
}

const ALL = channelTypes.length;

test.each([
  ['100 KB in every field', written('x'.repeat(100_000))],
  ['100 KB of Chinese', written('删除终端节点服务'.repeat(4_000))],
  ['100 KB of families', written('👨‍👩‍👧‍👦'.repeat(4_000))],
  ['100 KB of quotes', written('"\\'.repeat(50_000))],
  ['one field of 5 MB', deletion({ requestParameters: { ServiceId: 'x'.repeat(5_000_000) } })],
  [
    '5,000 parameters',
    deletion({ requestParameters: Object.fromEntries(ids(5_000, 'p').map((p) => [p, p])) }),
  ],
  [
    '5,000 resources',
    deletion({
      referencedResources: { 'ACS::PrivateLink::VpcEndpointService': ids(5_000, 'epsrv') },
    }),
  ],
])(
  'failure mode 12: an event with %s becomes messages that every vendor takes',
  async (_, record) => {
    const { summary, messages } = await tellAll([record]);
    expect(summary).toMatchObject({ delivered: ALL });
    expectWhole(messages);
  },
);

test('failure mode 12: 1,000 events of everything at once become messages that every vendor takes', async () => {
  const records = Array.from({ length: 1_000 }, (_, at) => ({
    ...written(`${at}-${'值'.repeat(500)}`),
    eventId: `event-${at}`,
    userIdentity: deletion()['userIdentity'],
  }));
  const { summary, messages } = await tellAll(records);
  expect(summary).toMatchObject({ matches: 1_000, delivered: ALL });
  expectWhole(messages);
});

test('failure mode 12: a message that is cut says so, and still names its event', async () => {
  const runbook = `runbook: [${ids(99, 'x'.repeat(400)).join(', ')}]\n`;
  const { messages } = await tellAll([deletion()], deletedRule + runbook);
  expectWhole(messages);
  for (const { payload } of messages) {
    const body = JSON.stringify(payload);
    expect(body).toContain(words.en.cut);
    expect(body).toContain(deletion()['eventId']);
  }
});

test.each([
  ['mentions', '@all <!channel> <!here> <@U123> @13800000000 <at id=all></at>'],
  ['links', '[pay](https://evil.example) <https://evil.example|pay> https://evil.example'],
  ['an image', '![x](https://evil.example/x.png)'],
  ['markup', '# x **b** _i_ ~s~ `c` > q | t | <font color="red">'],
  ['new lines', 'x\n\n# CRITICAL\r\nx\u2028x\u0085- x'],
  ['another direction', '\u202egnp.exe\u202c \u2066x\u2069 \u200fx'],
  ['controls', 'x\u0000x\u0007x\u001bx\u007fx\u009bx'],
  ['halves of characters', 'x\ud83d x\ude00x'],
  ['entities', '&lt;!channel&gt; &#64;all'],
  ['joined emoji', '👩🏽‍🚀'.repeat(200)],
  ['a heap of accents', `x${'\u0301'.repeat(10_000)}`],
])('failure mode 13: %s in the name of a caller are shown, and do nothing', async (_, text) => {
  const { summary, messages } = await tellAll([written(text)]);
  expect(summary).toMatchObject({ delivered: ALL });
  expectWhole(messages);
  for (const { channel, payload } of messages) {
    const body = JSON.stringify(payload);
    expect(body.isWellFormed()).toBe(true);
    expect(body).not.toMatch(hidden);
    expect(body).not.toMatch(harmful[channel]);
    expect(body).not.toContain('://evil');
  }
});

/** Controls, other directions and halves of characters. */
const hidden = /\\u00[01]|[\u007f-\u009f\u200f\u202a-\u202e\u2066-\u2069\u2028]|\\ud/iu;

/**
 * Mentions, links and markup that nobody has made. Slack's mrkdwn is its first text only; what
 * PagerDuty shows is text wherever it stands, and so is what a service of one's own is told exactly.
 */
const harmful: Readonly<Record<InboxChannel, RegExp>> = {
  dingtalk: /@all|@1380|"isAtAll":true|\]\((?!dingtalk:\/\/dingtalkclient)/u,
  slack:
    /^\{"text":"[^"]*<|"type":"(?:user|broadcast|usergroup|channel|mrkdwn)"|"url":"(?!https:\/\/\w+\.console\.)/u,
  feishu:
    /"tag":"(?:markdown|lark_md)"|"summary":\{"content":"[^"]*<|"default_url":"(?!https:\/\/\w+\.console\.)/u,
  wecom: /<(?!\/?font)|<font color=(?!\\"comment)|\]\((?!https:\/\/\w+\.console\.)/u,
  teams: /"type":"(?:TextBlock|FactSet|mention)"|<at>|"url":"(?!https:\/\/\w+\.console\.)/u,
  pagerduty: /"href":"(?!https:\/\/\w+\.console\.)/u,
  webhook: /"(?:title|sentence|text|footer)":"[^"]*[<>@]|"url":"(?!https:\/\/\w+\.console\.)/u,
};

/** Each channel shows one message, and did not have to be asked for a shorter one. */
function expectWhole(messages: readonly InboxMessage[]): void {
  expect(messages.map(({ channel }) => channel).toSorted()).toEqual(inboxChannels.toSorted());
  expect(messages.map(({ fate, why }) => why ?? fate)).toEqual(inboxChannels.map(() => 'shown'));
}
