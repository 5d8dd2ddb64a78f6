import { expect, test } from 'vitest';
import { words } from '../../src/alerts/words.ts';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { deletedRule, rulesOf } from '../support/rules.ts';
import type { World } from '../support/world.ts';

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
  'failure mode 12: an event with %s becomes messages that both vendors take',
  async (_, record) => {
    const world = await openWorld({}, rulesOf(deletedRule));
    expect(await world.deliver([record])).toMatchObject({ delivered: 2 });
    expectWholeMessages(world);
  },
);

test('failure mode 12: 1,000 events of everything at once become messages that both vendors take', async () => {
  const world = await openWorld({}, rulesOf(deletedRule));
  const records = Array.from({ length: 1_000 }, (_, at) => ({
    ...written(`${at}-${'值'.repeat(500)}`),
    eventId: `event-${at}`,
    userIdentity: deletion()['userIdentity'],
  }));
  expect(await world.deliver(records)).toMatchObject({ matches: 1_000, delivered: 2 });
  expectWholeMessages(world);
});

test('failure mode 12: a message that is cut says so, and still names its event', async () => {
  const runbook = `runbook: [${ids(99, 'x'.repeat(400)).join(', ')}]\n`;
  const world = await openWorld({}, rulesOf(deletedRule + runbook));
  await world.deliver([deletion()]);
  expectWholeMessages(world);
  for (const channel of ['dingtalk', 'slack'] as const) {
    expect(world.shown(channel)[0]).toContain(words.en.cut);
    expect(world.shown(channel)[0]).toContain(String(deletion()['eventId']));
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
  const world = await openWorld({}, rulesOf(deletedRule));
  expect(await world.deliver([written(text)])).toMatchObject({ delivered: 2 });
  expectWholeMessages(world);
  for (const { channel, payload } of world.inbox.messages()) {
    const body = JSON.stringify(payload);
    expect(body.isWellFormed()).toBe(true);
    expect(body).not.toMatch(hidden);
    expect(body).not.toMatch(harmful[channel]);
  }
});

/** Controls, other directions and halves of characters. */
const hidden = /\\u00[01]|[\u007f-\u009f\u200f\u202a-\u202e\u2066-\u2069\u2028]|\\ud/iu;

/** Mentions and links that nobody has made; Slack's mrkdwn is its first text only. */
const harmful = {
  dingtalk: /@all|@1380|"isAtAll":true|\]\((?!dingtalk:\/\/dingtalkclient)/u,
  slack:
    /^\{"text":"[^"]*<|"type":"(?:user|broadcast|usergroup|channel|mrkdwn)"|"url":"https:\/\/evil/u,
} as const;

/** Each channel shows one message, and did not have to be asked for a shorter one. */
function expectWholeMessages({ inbox }: World): void {
  const messages = inbox.messages();
  expect(messages.map(({ channel }) => channel).toSorted()).toEqual(['dingtalk', 'slack']);
  expect(messages.map(({ fate, why }) => why ?? fate)).toEqual(['shown', 'shown']);
}
