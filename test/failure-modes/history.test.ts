import { expect, test } from 'vitest';
import { deletion } from '../support/audit-event.ts';
import { openWorld } from '../support/open-world.ts';
import { DELETED, deletedRule, rulesOf } from '../support/rules.ts';
import { HISTORY, type World } from '../support/world.ts';

const settings = { history: { logstore: HISTORY } };
const busy = { kind: 'answer', answer: { status: 429, body: '' } } as const;
const tooLong = { kind: 'answer', answer: { status: 400, body: 'invalid_blocks' } } as const;
const revoked = { kind: 'answer', answer: { status: 403, body: 'invalid_token' } } as const;

async function entries(world: World) {
  const names = ['kind', 'channel', 'answer', 'form', 'reason', 'level', 'title', 'sentence'];
  return (await world.logs(HISTORY)).map((log) =>
    Object.fromEntries(names.map((name) => [name, log.text(name)])),
  );
}

test('the history holds every message and its answer', async () => {
  const world = await openWorld({ settings });
  world.inbox.answerWith('slack', busy);
  world.inbox.answerWith('slack', tooLong);
  await world.deliver([deletion()]);
  const all = await entries(world);
  const told = all.map(({ channel, answer, form }) => [channel, answer, form].join(' ').trim());
  expect(told.toSorted()).toEqual([
    'dingtalk delivered full',
    'slack delivered minimal',
    'slack retry',
  ]);
  expect(all[0]).toMatchObject({ kind: 'alert', level: 'high' });
  expect(all[0]?.['sentence']).toContain('alice deleted an endpoint service: epsrv-example1');
});

test('the history tells why a message was refused, and what was told of the function itself', async () => {
  const world = await openWorld({ settings });
  world.inbox.answerWith('slack', revoked);
  await world.deliver([deletion()]);
  const all = await entries(world);
  expect(all).toContainEqual(
    expect.objectContaining({
      channel: 'slack',
      answer: 'refused',
      reason: expect.stringContaining('invalid_token'),
    }),
  );
  expect(all).toContainEqual(expect.objectContaining({ kind: 'notice', channel: 'dingtalk' }));
});

test('a batch without messages writes no history', async () => {
  const world = await openWorld({ settings });
  await world.deliver([deletion({ eventName: 'ListVpcEndpoints' })]);
  expect(world.logService.requests().map(({ operation }) => operation)).not.toContain('PutLogs');
});

test('a history that cannot be written is a line in the journal, and costs the batch nothing', async () => {
  const world = await openWorld({ settings });
  const lost = { kind: 'error', status: 404, errorCode: 'LogStoreNotExist' } as const;
  world.logService.fail(lost, { on: 'PutLogs' });
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2 });
  expect(world.journaled('not-written')).toMatchObject([
    { what: 'history', count: 2, error: expect.stringContaining('LogStoreNotExist'), lost: true },
  ]);
  expect(await entries(world)).toEqual([]);
});

test('a batch that has to come again has its history all the same', async () => {
  const world = await openWorld({ settings });
  world.inbox.answerWith('slack', busy, 5);
  await expect(world.trigger(world.put([deletion()]))).rejects.toThrow('1 of 2 deliveries');
  expect(await entries(world)).toHaveLength(6);
});

test.each<readonly [string, object, string]>([
  ['record_only', { rules: { [DELETED]: { record_only: true } } }, 'record_only'],
  ['min_level', { route: { min_level: 'critical' } }, 'min_level critical'],
  [
    'a mute time',
    {
      time_intervals: { saturdays: { weekdays: 'saturday' } },
      route: { mute_time_intervals: ['saturdays'] },
    },
    'mute_time_intervals saturdays',
  ],
  [
    'a silence',
    {
      silences: [{ match: { actor: 'alice' }, ends_at: '2099-01-01T00:00:00Z', comment: 'moving' }],
    },
    'silence until 2099-01-01T00:00:00.000Z: moving',
  ],
])(
  'what %s keeps from ringing is counted, and stands in the history with its reason',
  async (_, more, reason) => {
    const world = await openWorld({ settings: { ...settings, ...more } }, rulesOf(deletedRule));
    const range = world.put([deletion()]);
    expect(JSON.parse(await world.trigger(range))).toMatchObject({
      alerts: 1,
      muted: 2,
      delivered: 0,
    });
    expect(world.inbox.messages()).toEqual([]);
    expect(world.journaled('alert')).toMatchObject([{ mutedBy: reason }]);
    expect(await entries(world)).toMatchObject([
      { answer: 'muted', reason },
      { answer: 'muted', reason },
    ]);
    expect(JSON.parse(await world.trigger(range))).toMatchObject({ repeated: 1, muted: 0 });
  },
);

test('what the routes tell to nobody is counted, and stands in the journal with its events', async () => {
  const world = await openWorld({ settings: { route: { channels: [] } } }, rulesOf(deletedRule));
  expect(await world.deliver([deletion(), deletion({ eventId: 'b' })])).toMatchObject({
    matches: 2,
    unrouted: 2,
    owed: 0,
  });
  expect(world.journaled('unrouted')).toEqual([
    { kind: 'unrouted', rule: DELETED, events: [deletion()['eventId'], 'b'] },
  ]);
});
