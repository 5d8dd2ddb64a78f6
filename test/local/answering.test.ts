import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { happenAgain } from '../../src/local/happen-again.ts';
import type { InboxChannel } from '../../src/local/inbox/apps.ts';
import { startLocalRun } from '../../src/local/local-run.ts';
import type { JournalEntry } from '../../src/model/journal.ts';
import { deletion } from '../support/audit-event.ts';
import { shippedProject } from '../support/shipped.ts';
import { useChromium } from '../support/use-chromium.ts';

const chromium = useChromium();

const RULE = 'PrivateLink Endpoint Service Deleted';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** What `npm start` starts, after alice deleted an endpoint service. */
async function started() {
  const journal: JournalEntry[] = [];
  const channels = { dingtalk: { type: 'dingtalk' }, slack: { type: 'slack' } };
  const run = await startLocalRun({
    project: { ...shippedProject(), config: { source: {}, channels } },
    env: {},
    journal: (entry) => void journal.push(entry),
    onSay: () => {},
    locale: undefined,
    deadLetters: join(directory, 'dead-letters.ndjson'),
    ports: [0],
    webPorts: [0],
  });
  onTestFinished(() => run.close());
  const records = [new TextEncoder().encode(JSON.stringify(deletion()))];
  await run.feed(records);
  return {
    run,
    /** The same once more, and what became of it on each channel. */
    async again() {
      await run.feed(happenAgain(records));
      return journal.findLast((entry) => entry.kind === 'alert')?.channels;
    },
    answers: () => journal.filter((entry) => entry.kind === 'answered'),
    inbox: (app: InboxChannel) => chromium.open(`${run.inbox.url}?app=${app}`),
  };
}

/** What opens in a tab of its own. */
async function openedBy(link: Locator, page: Page): Promise<Page> {
  const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
  return opened;
}

/** The so-many-th message of the app that is looked at, once it is there. */
async function messageOf(page: Page, number: number): Promise<Locator> {
  const message = page
    .locator('.message')
    .filter({ visible: true })
    .nth(number - 1);
  await message.waitFor();
  return message;
}

const textOf = async (page: Page, number: number) => (await messageOf(page, number)).textContent();

chromium.test("what DingTalk's link silences does not ring, until somebody ends it", async () => {
  const { run, again, inbox } = await started();
  const page = await inbox('dingtalk');

  const message = await messageOf(page, 1);
  const site = await openedBy(message.getByRole('link', { name: 'Silence 1 h' }), page);
  await site.getByLabel('Your name').fill('Carol');
  await site.getByRole('button', { name: 'Send answer' }).click();
  await site.getByRole('status').waitFor();
  expect(await site.getByRole('main').textContent()).toContain('Carol');

  const before = run.inbox.messages().length;
  expect(await again()).toEqual({ dingtalk: 'muted', slack: 'muted' });
  expect(run.inbox.messages()).toHaveLength(before);

  await site.getByRole('link', { name: 'Silences', exact: true }).click();
  const silence = site.locator('section', { hasText: RULE });
  expect(await silence.textContent()).toContain('Carol');
  await silence.getByText('End this silence').click();
  // The browser remembers who it was.
  expect(await silence.getByLabel('Your name').inputValue()).toBe('Carol');
  await silence.getByRole('button', { name: 'End it now' }).click();
  await site.getByRole('status').waitFor();

  expect(await again()).toEqual({ dingtalk: 'delivered', slack: 'delivered' });
  expect(await textOf(page, 2)).toMatch(/Silenced.*Carol/s);
});

chromium.test("Slack's button acknowledges in the name that Slack vouches for", async () => {
  const { again, answers, inbox } = await started();
  const page = await inbox('slack');
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  expect(await textOf(page, 2)).toContain('carol');
  expect(answers()).toMatchObject([{ what: 'acknowledgement', isVerified: true }]);

  expect(await again()).toEqual({ dingtalk: 'delivered', slack: 'delivered' });
  expect(await textOf(page, 3)).toMatch(/Acknowledged.*carol/s);
});

chromium.test("what Slack's button silences, the sweep tells the other channel", async () => {
  const { run, again, inbox } = await started();
  const slack = await inbox('slack');
  await slack.getByRole('button', { name: 'Silence 1 h' }).click();
  await messageOf(slack, 2);
  expect(await again()).toEqual({ dingtalk: 'muted', slack: 'muted' });

  await run.sweep();
  expect(await textOf(await inbox('dingtalk'), 2)).toContain('carol');
});
