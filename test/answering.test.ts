import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { subjectsOf } from '../src/alerts/subject.ts';
import { LedgerDownError } from '../src/ledger/cells.ts';
import { createSharedLedger, type SharedStore } from '../src/ledger/shared-ledger.ts';
import { createLinks } from '../src/links/links.ts';
import { createMemoryStore } from '../src/local/memory-store.ts';
import type { Notification } from '../src/model/notification.ts';
import type { ChatSilence } from '../src/model/response.ts';
import { joinTold, readTold, type ToldEntry, writeTold } from '../src/told-alert.ts';
import { deletion } from './support/audit-event.ts';
import { contextOf, startWorld, type WorldOptions } from './support/world.ts';

const KEY = 'an-example-key-of-at-least-32-characters';
const web = { url: 'https://alerts.example.com', keys: [KEY] };
const HOUR_MS = 3_600_000;
const alice = { type: 'ram-user', accountId: '1234567890123456', userName: 'alice' };
const bob = { ...alice, userName: 'bob' };

let close = async (): Promise<void> => {};
afterEach(() => close());

/** A world whose functions share a ledger, and one that answers as the pages would. */
async function startAnswered(options: WorldOptions & { readonly store?: SharedStore } = {}) {
  const { settings = { web } } = options;
  const world = await startWorld({}, { ...options, settings });
  close = () => world.close();
  const { now } = world;
  const store = options.store ?? createMemoryStore(now);
  const ledger = createSharedLedger(store, { now, rememberMs: 24 * HOUR_MS, onDown: () => {} });
  const said: Notification[] = [];
  const instance = world.openApp({ store, onSay: (notification) => said.push(notification) });
  return {
    ...world,
    instance,
    ledger,
    said,
    deliver: async (records: readonly unknown[]) =>
      JSON.parse(await world.trigger(world.put(records), 0, instance)),
    /** The alert that the links of the latest message lead to. */
    async answerable(): Promise<ToldEntry> {
      const [offer] = said.at(-1)?.offers ?? [];
      const links = createLinks({ ...web, now, randomBytes });
      const read = links.read(offer?.token ?? '');
      if (read.kind !== 'valid') throw new Error(`the link is ${read.why}`);
      const told = await ledger.told.find(read.pass.about);
      const entry = told && readTold(told.text);
      if (entry === undefined) throw new Error('the link leads nowhere');
      return entry;
    },
  };
}

function silenceOf({ alert, subjects: [subject], channels }: ToldEntry, at: number): ChatSilence {
  return {
    kind: 'silence',
    id: 'f'.repeat(32),
    subject,
    alert: alert.id,
    title: alert.rule.title,
    by: { name: 'carol', isVerified: false, address: '203.0.113.9' },
    at,
    endsAt: at + HOUR_MS,
    comment: 'a move that was announced',
    channels,
  };
}

test('the links of a message lead to what it tells of', async () => {
  const world = await startAnswered();
  await world.deliver([deletion({ userIdentity: alice })]);
  const { alert, subjects, channels } = await world.answerable();
  expect(alert.samples[0]).toMatchObject({ name: 'DeleteVpcEndpointService' });
  expect(subjects).toEqual(subjectsOf(alert, ['actor']));
  expect(channels).toEqual(['dingtalk', 'slack']);
});

test('what somebody silenced does not ring until it ends, and all else does', async () => {
  const world = await startAnswered();
  await world.deliver([deletion({ userIdentity: alice })]);
  const told = await world.answerable();
  await world.ledger.responses.silence(silenceOf(told, world.now()));

  const again = await world.deliver([deletion({ eventId: 'again', userIdentity: alice })]);
  expect(again).toMatchObject({ alerts: 1, muted: 2, delivered: 0 });
  expect(world.journaled('alert').at(-1)?.mutedBy).toMatch(/^silence until .* by carol/);
  const other = await world.deliver([deletion({ eventId: 'other', userIdentity: bob })]);
  expect(other).toMatchObject({ muted: 0, delivered: 2 });

  await world.sleep(HOUR_MS);
  const later = await world.deliver([deletion({ eventId: 'later', userIdentity: alice })]);
  expect(later).toMatchObject({ muted: 0, delivered: 2 });
  const message = world.shown('dingtalk').at(-1);
  expect(message).toContain('carol');
  expect(message).toContain('not verified, 203.0.113.9');
  expect(message).toContain('a move that was announced');
});

test('a call that works rings although its refusals are silenced', async () => {
  const world = await startAnswered();
  const denied = { userIdentity: alice, errorCode: 'Forbidden.RAM' };
  await world.deliver([deletion(denied)]);
  const told = await world.answerable();
  await world.ledger.responses.silence(silenceOf(told, world.now()));
  expect(await world.deliver([deletion({ ...denied, eventId: 'again' })])).toMatchObject({
    muted: 2,
  });
  expect(await world.deliver([deletion({ eventId: 'works', userIdentity: alice })])).toMatchObject({
    delivered: 2,
  });
});

test('what was acknowledged rings, and says who has it', async () => {
  const world = await startAnswered();
  await world.deliver([deletion({ userIdentity: alice })]);
  const told = await world.answerable();
  const { endsAt: _endsAt, channels: _channels, ...answer } = silenceOf(told, world.now());
  const by = { name: 'dave', isVerified: true, address: undefined };
  await world.ledger.responses.acknowledge({ ...answer, kind: 'acknowledgement', by, comment: '' });
  await world.deliver([deletion({ eventId: 'again', userIdentity: alice })]);
  const message = world.shown('slack').at(-1);
  expect(message).toContain('Acknowledged');
  expect(message).toContain('dave');
  expect(message).not.toContain('not verified');
});

test('a silence that was ended early keeps nothing from ringing', async () => {
  const world = await startAnswered();
  await world.deliver([deletion({ userIdentity: alice })]);
  const told = await world.answerable();
  const silence = silenceOf(told, world.now());
  await world.ledger.responses.silence(silence);
  await world.ledger.responses.end(silence.id, { ...silence.by, name: 'dave' });
  await world.deliver([deletion({ eventId: 'again', userIdentity: alice })]);
  expect(world.shown('dingtalk').at(-1)).toContain('ended by dave');
});

test('what is told by two routes is answered for the channels of both', async () => {
  const routes = [
    { channels: ['slack'], continue: true, group_by: [] },
    { channels: ['dingtalk'] },
  ];
  const settings = { web, route: { channels: ['dingtalk'], routes } };
  const world = await startAnswered({ settings });
  await world.deliver([deletion({ userIdentity: alice })]);
  const { channels, subjects } = await world.answerable();
  expect(channels.toSorted()).toEqual(['dingtalk', 'slack']);
  expect(subjects[0]).toMatchObject({ actor: { name: 'alice' } });
  expect(await world.ledger.told.recent(10)).toHaveLength(1);
});

test('an alert that is told once more, to a channel that refused it, is still about its caller', async () => {
  const world = await startAnswered();
  const many = Array.from({ length: 9 }, (_, at) =>
    deletion({ eventId: `id-${at}`, userIdentity: alice, sourceIpAddress: `192.0.2.${at}` }),
  );
  await world.deliver(many);
  const { alert, subjects } = await world.answerable();
  expect(alert.sampled).toBe(true);
  // As redrive does, which groups by nothing.
  await world.ledger.told.keep([{ id: alert.id, text: writeTold(alert, [], ['slack']) }], joinTold);
  const again = await world.answerable();
  expect(again.subjects).toEqual(subjects);
  expect(again.channels).toEqual(['dingtalk', 'slack']);
});

test('a repeat that is only counted is no recent alert', async () => {
  const settings = { web, route: { channels: ['dingtalk'], repeat_interval: '1h' } };
  const world = await startAnswered({ settings });
  await world.deliver([deletion({ userIdentity: alice })]);
  const { alert } = await world.answerable();
  const again = await world.deliver([deletion({ eventId: 'again', userIdentity: alice })]);
  expect(again).toMatchObject({ suppressed: 1 });
  expect((await world.ledger.told.recent(10)).map(({ id }) => id)).toEqual([alert.id]);
});

test('where web is not configured nothing is offered, and nothing kept', async () => {
  const world = await startAnswered({ settings: {} });
  await world.deliver([deletion()]);
  expect(world.said.flatMap(({ offers }) => offers)).toEqual([]);
  expect(await world.ledger.told.recent(10)).toEqual([]);
});

test('where the shared ledger is away everything rings, and nothing is offered', async () => {
  const away = async () => {
    throw new LedgerDownError('Redis: nobody answers.');
  };
  const store = { cells: () => ({ change: away }), wasLost: () => true, rest: async () => {} };
  const world = await startAnswered({ store });
  // What correlations counted could not be shared, so the range comes again.
  await expect(world.deliver([deletion()])).rejects.toThrow('could not be shared');
  expect(world.shown('dingtalk')[0]).toContain('epsrv-example1');
  expect(world.said.flatMap(({ offers }) => offers)).toEqual([]);
});

test('a mistake in keeping what can be answered costs nobody the alert', async () => {
  const now = Date.now;
  const { cells, ...rest } = createMemoryStore(now);
  const broken = {
    change: async () => {
      throw new TypeError('a mistake');
    },
  };
  const store = {
    ...rest,
    cells: (family: string) => (family === 'told' ? broken : cells(family)),
  };
  const world = await startAnswered({ store });
  expect(await world.deliver([deletion()])).toMatchObject({ delivered: 2 });
  expect(world.said.flatMap(({ offers }) => offers)).toEqual([]);
  expect(world.journaled('not-answerable')).toHaveLength(1);
});

test('web is refused without a ledger that is shared', async () => {
  const world = await startWorld({}, { settings: { web } });
  close = () => world.close();
  expect(() => world.app.check()).toThrow(expect.objectContaining({ key: 'web' }));
});

test('web is refused without a key', async () => {
  const keyless = { ...web, keys: ['', ''] };
  const world = await startWorld({}, { settings: { web: keyless } });
  close = () => world.close();
  const app = world.openApp({ store: createMemoryStore(world.now) });
  expect(() => app.check()).toThrow(expect.objectContaining({ key: 'web.keys' }));
});

test.each([
  ['web.url', {}],
  ['web.slack_signing_secrets', { web }],
])('buttons of Slack are refused without %s', async (missing, settings) => {
  const webhook = 'https://hooks.slack.com/services/T0/B0/example';
  const channels = { oncall: { type: 'slack', webhook, interactive: true } };
  const world = await startWorld({}, { settings: { ...settings, channels } });
  close = () => world.close();
  const app = world.openApp({ store: createMemoryStore(world.now) });
  const key = 'channels.oncall.interactive';
  expect(() => app.check()).toThrow(expect.objectContaining({ key }));
  expect(() => app.check()).toThrow(missing);
});

test('detect has buttons of Slack although only web is given what Slack signs with', async () => {
  const webhook = 'https://hooks.slack.com/services/T0/B0/example';
  const channels = { oncall: { type: 'slack', webhook, interactive: true } };
  const named = { ...web, slack_signing_secrets: ['${SLACK_SIGNING_SECRET:-}'] };
  const world = await startWorld({}, { settings: { web: named, channels } });
  close = () => world.close();
  const app = world.openApp({ store: createMemoryStore(world.now) });
  expect(() => app.check()).not.toThrow();
});

test('what is late rings one by one where somebody asks for it', async () => {
  const world = await startAnswered();
  const yesterday = Math.floor(world.now() / 1000) - 86_400;
  const call = async (id: string, more: object) => {
    const range = world.put([deletion({ eventId: id })], 0, yesterday);
    const event = { ...world.logService.triggerEvent(0, range), ...more };
    await world.instance.detect(Buffer.from(JSON.stringify(event)), contextOf());
  };
  await call('asked-for', { parameter: { late: 'alert' } });
  expect(world.journaled('digest')).toEqual([]);
  expect(world.journaled('alert')).toHaveLength(1);
  await call('delivered', {});
  expect(world.journaled('digest')).toHaveLength(2);
});
