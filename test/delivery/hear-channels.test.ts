import { expect, test } from 'vitest';
import { hearChannels } from '../../src/delivery/hear-channels.ts';
import type { Delivery } from '../../src/model/delivery.ts';
import { alertAbout } from '../channels/notification.ts';

const taken: Delivery = { kind: 'delivered', form: 'full' };
const gone: Delivery = { kind: 'refused', fault: 'configuration', reason: 'no_service' };
const silent: Delivery = { kind: 'unknown', reason: 'no answer' };

test.each<readonly [string, readonly Delivery[], string | undefined]>([
  ['took what it was sent', [taken], undefined],
  ['refused it', [gone], 'no_service'],
  ['failed in several ways, of which the last counts', [gone, silent], 'no answer'],
  ['took something before it failed', [taken, silent], undefined],
  ['took something after it failed', [silent, taken], undefined],
])('a channel that %s', async (_what, answers, failing) => {
  const heard = await after(answers);
  expect(heard.failing('ops')).toBe(failing);
  expect(heard.heard()).toEqual([{ channel: 'ops', failed: failing }]);
});

test.each<readonly [string, readonly Delivery[]]>([
  ['was sent nothing', []],
  ['refused what one message says', [{ kind: 'refused', fault: 'payload', reason: 'too long' }]],
  ['asked for a pause', [{ kind: 'retry', reason: 'HTTP 429', afterSeconds: 30 }]],
])('of a channel that %s nothing is known', async (_what, answers) => {
  const heard = await after(answers);
  expect(heard.failing('ops')).toBeUndefined();
  expect(heard.heard()).toEqual([]);
});

/** A channel that has answered so. */
async function after(answers: readonly Delivery[]) {
  const next = answers.values();
  const heard = hearChannels([
    { name: 'ops', budgets: [], send: async () => next.next().value ?? taken },
  ]);
  for (const _ of answers) await heard.channels[0]?.send(alertAbout('x'), Infinity);
  return heard;
}
