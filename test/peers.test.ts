import { expect, test } from 'vitest';
import { words } from '../src/alerts/words.ts';
import { BatchIncompleteError } from '../src/app.ts';
import { deletion, deletionsByMany } from './support/audit-event.ts';
import { openWorld } from './support/open-world.ts';
import { deletedRule, rulesOf } from './support/rules.ts';
import { MARK, timesTold, toldOnce } from './support/told.ts';
import { errcode, interceptVendors, says, times, vendorEnv } from './support/vendors.ts';

// What makes other tools lose an alert: the rows of the last table of docs/delivery.md, by name.

const vendors = interceptVendors();

const openVendorWorld = () => openWorld({ env: vendorEnv });

const event = (at: number) => deletion({ eventId: `event-${at}` });

test('DingTalk answers 200 with errcode 310000', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('dingtalk', errcode(310000, 'keywords not in content'));
  expect(await world.deliver([event(0)])).toMatchObject({ delivered: 1, deadLetters: 1 });
  expect(await world.letters()).toMatchObject([{ kind: 'alert', channel: 'dingtalk' }]);
  const [alert, notice, ...others] = vendors.shown('slack');
  expect(alert).toContain('event-0');
  expect(notice).toContain('310000');
  expect(others).toEqual([]);
});

test('DingTalk answers 200 with errcode 130101', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('dingtalk', errcode(130101, 'send too fast, exceed 20 times per minute'));
  const range = world.put([event(0)]);
  await world.triggerUntilDone(range, { pauseMs: 60_000 });
  expect(timesTold(vendors, 1)).toEqual(toldOnce(1));
  expect(vendors.posted('dingtalk')).toHaveLength(2);
  expect(await world.letters()).toEqual([]);
});

test('one of two channels fails', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('slack', ...times(5, says(503)));
  const range = world.put([event(0)]);
  await expect(world.trigger(range)).rejects.toBeInstanceOf(BatchIncompleteError);
  await world.trigger(range);
  expect(timesTold(vendors, 1)).toEqual(toldOnce(1));
});

test('a signed webhook is called again and again', async () => {
  const world = await openWorld({ env: { ...vendorEnv, DINGTALK_SECRET: 'SECof-the-robot' } });
  for (const record of deletionsByMany(5)) {
    await world.deliver([record]);
    await world.sleep(1_000);
  }
  const urls = vendors.posted('dingtalk').map(({ url }) => url);
  expect(new Set(urls.map(({ searchParams }) => searchParams.get('timestamp'))).size).toBe(5);
  expect(new Set(urls.map(({ searchParams }) => searchParams.get('sign'))).size).toBe(5);
  for (const { searchParams } of urls) {
    expect([...searchParams.keys()]).toEqual(['access_token', 'timestamp', 'sign']);
  }
});

test('Slack answers 429 once', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('slack', says(429, 'rate_limited', { 'retry-after': '30' }));
  expect(await world.deliver([event(0)])).toMatchObject({ delivered: 2, retried: 0 });
  expect(timesTold(vendors, 1)).toEqual(toldOnce(1));
});

test('Slack answers 400 once', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('slack', says(400, 'invalid_blocks'));
  expect(await world.deliver([event(0)])).toMatchObject({ delivered: 2, deadLetters: 0 });
  const [told] = vendors.shown('slack');
  expect(told).toContain('event-0');
  expect(told).not.toContain('epsrv-example1');
});

test('a webhook answers 200 with an error in its body', async () => {
  const world = await openVendorWorld();
  vendors.answerWith('dingtalk', errcode(999999, 'something new'));
  vendors.answerWith('slack', says(200, 'something_new'));
  expect(await world.deliver([event(0)])).toMatchObject({ delivered: 2 });
  expect(timesTold(vendors, 1)).toEqual(toldOnce(1));
  for (const channel of ['dingtalk', 'slack'] as const) {
    expect(vendors.shown(channel)[0]).toContain(MARK);
  }
});

test('one record of a batch throws', async () => {
  const world = await openVendorWorld();
  const summary = await world.deliver([event(0), '{"eventName":', event(1)]);
  expect(summary).toMatchObject({ malformed: 1, matches: 2, delivered: 2 });
  expect(await world.letters()).toMatchObject([{ kind: 'record' }]);
});

test('a batch begins with a record of no interest', async () => {
  const world = await openVendorWorld();
  const digest = { digestStartTime: '2026-11-21T07:00:00Z', eventName: 'Digest' };
  expect(await world.deliver([digest, event(0)])).toMatchObject({ records: 2, delivered: 2 });
  expect(timesTold(vendors, 1)).toEqual(toldOnce(1));
});

test('a message is longer than Slack takes', async () => {
  const step = 'x'.repeat(400);
  const runbook = `runbook: [${Array.from({ length: 99 }, () => step).join(', ')}]\n`;
  const world = await openWorld({ env: vendorEnv }, rulesOf(deletedRule + runbook));
  expect(await world.deliver([event(0)])).toMatchObject({ delivered: 2 });
  const [posted, ...others] = vendors.posted('slack');
  expect(others).toEqual([]);
  expect(posted?.body.length).toBeLessThan(10_000);
  expect(posted?.words).toContain(words.en.cut);
});
