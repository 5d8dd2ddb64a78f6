import { expect, test } from 'vitest';
import { BatchIncompleteError } from '../../src/app.ts';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { MARK, type Told } from '../support/told.ts';
import {
  type Answer,
  errcode,
  interceptVendors,
  says,
  times,
  vendorEnv,
} from '../support/vendors.ts';

const vendors = interceptVendors();

const openVendorWorld = () => openWorld({ env: vendorEnv });

const other = { dingtalk: 'slack', slack: 'dingtalk' } as const;

test.each<readonly [string, (now: number) => string | undefined, number]>([
  ['in seconds', () => '20', 20_000],
  ['until a date', (now) => new Date(now + 20_000).toUTCString(), 19_000],
  ['nowhere', () => undefined, 1_000],
  ['of nonsense', () => 'soon', 1_000],
])('failure mode 8: a 429 with a pause %s is waited for', async (_, header, least) => {
  const world = await openVendorWorld();
  let asked = 0;
  vendors.answerWith('slack', (posted) => {
    asked = world.now();
    const after = header(asked);
    return says(429, 'rate_limited', after === undefined ? {} : { 'retry-after': after })(posted);
  });
  let answered = 0;
  vendors.answerWith('slack', (posted) => {
    answered = world.now();
    return says(200, 'ok')(posted);
  });
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2, retried: 0 });
  expect(answered - asked).toBeGreaterThanOrEqual(least);
  expect(vendors.shown('slack')).toHaveLength(1);
  expect(vendors.shown('slack')[0]).not.toContain(MARK);
});

test('failure mode 8: a 429 with a huge pause parks the channel, and the message is told after it', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('slack', says(429, '', { 'retry-after': '999999999' }));
  const range = world.put([deletion()]);
  for (let call = 0; call < 30; call += 1) {
    await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
    await world.sleep(100_000);
  }
  expect(vendors.posted('slack')).toHaveLength(1);
  await world.sleep(600_001);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ owed: 1, delivered: 1 });
  expect(vendors.shown('slack')).toHaveLength(1);
  expect(vendors.shown('dingtalk')).toHaveLength(1);
  expect(await world.letters()).toEqual([]);
});

test.each<readonly [string, Answer]>([
  ['DingTalk 130101', errcode(130101, 'send too fast, exceed 20 times per minute')],
  ['DingTalk 410100', errcode(410100, '发送速度太快而限流')],
  ['DingTalk 300001 that speaks of frequency', errcode(300001, 'frequency limited')],
  ['DingTalk status 1111', says(200, '{"status":1111,"wait":5,"source":"x5","punish":"deny"}')],
])('failure mode 9: %s is told when the robot takes messages again', async (_, answer) => {
  const world = await openVendorWorld();
  vendors.answerWith('dingtalk', answer);
  const range = world.put([deletion()]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  await world.sleep(500_000);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  expect(vendors.posted('dingtalk')).toHaveLength(1);
  await world.sleep(100_000);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ owed: 1, delivered: 1 });
  expect(vendors.shown('dingtalk')[0]).not.toContain(MARK);
});

test('failure mode 9: DingTalk -1 is tried again at once', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('dingtalk', ...times(3, errcode(-1, '系统繁忙')));
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2 });
  expect(vendors.shown('dingtalk')).toHaveLength(1);
});

const securities = [
  'keywords not in content',
  'sign not match',
  'ip 203.0.113.1 not in whitelist',
  'invalid timestamp',
];
const configurationCodes = [
  300001, 300005, 40035, 400013, 400101, 400102, 400105, 400106, 43002, 43004,
];
const configurationWords = [
  [403, 'action_prohibited'],
  [403, 'invalid_token'],
  [403, 'team_disabled'],
  [404, 'channel_not_found'],
  [404, 'no_service'],
  [404, 'no_team'],
  [404, 'no_active_hooks'],
  [410, 'channel_is_archived'],
] as const;

test.each<readonly [string, Told, Answer]>([
  ...securities.map((text) => [`310000 ${text}`, 'dingtalk', errcode(310000, text)] as const),
  ...configurationCodes.map((code) => [String(code), 'dingtalk', errcode(code, 'no')] as const),
  ...configurationWords.map(([status, word]) => [word, 'slack', says(status, word)] as const),
])(
  'failure mode 9: %s of %s is a dead letter, and another channel is told once',
  async (_, channel, answer) => {
    const world = await openVendorWorld();
    vendors.answerWith(channel, ...times(10, answer));
    expect(await world.deliver([deletion()])).toMatchObject({ delivered: 1, deadLetters: 1 });
    expect(await world.letters()).toMatchObject([{ kind: 'alert', channel, attempts: 1 }]);
    expect(await world.deliver([deletion({ eventId: 'next' })])).toMatchObject({ deadLetters: 1 });
    expect(world.journaled('notice')).toMatchObject([
      { notice: { kind: 'dead-channel', channel }, channel: other[channel] },
    ]);
    expect(vendors.shown(channel)).toEqual([]);
    expect(vendors.shown(other[channel])).toHaveLength(3);
    expect(vendors.shown(other[channel])[1]).toContain(`Channel ${channel}`);
  },
);

test.each<readonly [string, Told, Answer]>([
  ...[430101, 430102, 430103, 430104, 460101].map(
    (code) => [String(code), 'dingtalk', errcode(code, 'epsrv-example1 is refused')] as const,
  ),
  ...['invalid_payload', 'invalid_blocks', 'no_text', 'too_many_attachments', 'new_word'].map(
    (word) => [word, 'slack', says(400, word)] as const,
  ),
])('failure mode 9: %s of %s is told without event text', async (_, channel, answer) => {
  const world = await openVendorWorld();
  vendors.answerWith(channel, answer);
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2, deadLetters: 0 });
  const [full, minimal] = vendors.posted(channel);
  expect([full?.taken, minimal?.taken]).toEqual([false, true]);
  expect(full?.words).toContain('epsrv-example1');
  expect(minimal?.words).not.toContain('epsrv-example1');
  expect(minimal?.words).toContain(String(deletion()['eventId']));
});

test.each<readonly [string, Told, Answer]>([
  ['an errcode that is not known', 'dingtalk', errcode(777777, 'new')],
  ['an ok that is not exactly that', 'slack', says(200, 'OK')],
  ['an error in a 200', 'slack', says(200, 'invalid_token')],
])('failure mode 9: %s of %s is told again, as a possible repeat', async (_, channel, answer) => {
  const world = await openVendorWorld();
  vendors.answerWith(channel, answer);
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2 });
  expect(vendors.posted(channel).map(({ words }) => words.includes(MARK))).toEqual([false, true]);
});

const html = '<html><body>Bad Gateway</body></html>';

test.each<readonly [string, Answer]>([
  ['a 500', says(500)],
  ['a 502 with a page of HTML', says(502, html)],
  ['a 503', says(503, 'upstream connect error')],
  ['an empty 200', says(200)],
  ['a 204', says(204, null)],
  ['a page of HTML', says(200, html)],
  ['half a JSON', says(200, '{"errcode":')],
  ['null', says(200, 'null')],
  ['a connection that breaks', () => undefined],
])('failure mode 10: after %s the message comes again, as a possible repeat', async (_, answer) => {
  const world = await openVendorWorld();
  for (const channel of ['dingtalk', 'slack'] as const) vendors.answerWith(channel, answer);
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2, retried: 0 });
  for (const channel of ['dingtalk', 'slack'] as const) {
    const marks = vendors.posted(channel).map(({ words }) => words.includes(MARK));
    expect(marks).toEqual([false, true]);
  }
});

test.each([301, 302, 307, 308])(
  'failure mode 10: a %d to another host is not followed, and another channel is told',
  async (status) => {
    const world = await openVendorWorld();
    vendors.answerWith('slack', says(status, '', { location: 'https://evil.example/steal' }));
    expect(await world.deliver([deletion()])).toMatchObject({ delivered: 1, deadLetters: 1 });
    expect(vendors.strangers()).toEqual([]);
    expect(world.journaled('notice')).toMatchObject([{ channel: 'dingtalk' }]);
  },
);

test('failure mode 4: one of two channels fails, is tried again, and the other is not repeated', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('slack', ...times(5, says(429)));
  const range = world.put([deletion()]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  expect(vendors.shown('dingtalk')).toHaveLength(1);
  expect(JSON.parse(await world.trigger(range))).toMatchObject({ owed: 1, delivered: 1 });
  expect(vendors.shown('dingtalk')).toHaveLength(1);
  expect(vendors.shown('slack')).toHaveLength(1);
  expect(vendors.shown('slack')[0]).not.toContain(MARK);
});

test('failure mode 20: of a batch that succeeds in part only the rest comes again', async () => {
  const world = await openVendorWorld();
  const records = ['a', 'b', 'c'].map((name) =>
    deletion({ eventId: `event-${name}`, userIdentity: { type: 'ram-user', userName: name } }),
  );
  vendors.answerWith('slack', says(200, 'ok'), ...times(5, says(429)));
  const range = world.put(records);
  await expect(world.trigger(range)).rejects.toThrow('2 of 6 deliveries');
  expect(JSON.parse(await world.trigger(range))).toMatchObject({
    matches: 3,
    repeated: 1,
    owed: 2,
    delivered: 2,
  });
  for (const channel of ['dingtalk', 'slack'] as const) {
    const shown = vendors.shown(channel);
    expect(shown).toHaveLength(3);
    expect(new Set(shown).size).toBe(3);
  }
});

test('a channel that is dead is told of once a day, on another one', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('slack', ...times(30, says(403, 'invalid_token')));
  for (let batch = 0; batch < 5; batch += 1) {
    await world.deliver([deletion({ eventId: `event-${batch}` })]);
  }
  expect(world.journaled('notice')).toHaveLength(1);
  await world.sleep(24 * 60 * 60 * 1000);
  await world.deliver([deletion({ eventId: 'next-day' })]);
  expect(world.journaled('notice')).toHaveLength(2);
});

test('where all channels are dead nobody is told of it, and nothing is lost', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('slack', ...times(9, says(403, 'invalid_token')));
  vendors.answerWith('dingtalk', ...times(9, errcode(300005, 'token is not exist')));
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 0, deadLetters: 2 });
  expect(await world.letters()).toHaveLength(2);
  expect(world.journaled('notice').map(({ channel }) => channel)).toEqual([undefined, undefined]);
});
