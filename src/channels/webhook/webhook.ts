import type { Budget } from '../../model/budget.ts';
import type { ChannelType } from '../channel.ts';
import { webhookChannel } from '../webhook-channel.ts';
import { judgeReceiver } from './answer.ts';
import { formatWebhook, webhookId } from './message.ts';
import { checkReceiver } from './receiver.ts';
import { webhookSettings } from './settings.ts';
import { headersFor, readKey } from './signature.ts';

/** Ours: what a receiver can take, nobody knows. */
const BUDGETS: readonly Budget[] = [
  { most: 5, perMs: 1_000 },
  { most: 120, perMs: 60_000 },
];

export const webhook: ChannelType<typeof webhookSettings> = {
  type: 'webhook',
  settings: webhookSettings,
  sample: { type: 'webhook', webhook: 'https://hooks.example/sample' },
  open(name, settings, io) {
    const { url, allows } = checkReceiver(name, settings, io);
    const key = readKey(name, settings.secret);
    return webhookChannel(
      name,
      {
        write(notification, form) {
          const now = io.now();
          const body = JSON.stringify(formatWebhook(notification, new Date(now), form));
          const headers = headersFor(webhookId(notification, form), body, now, key);
          return { url, body, headers, allows };
        },
        judge: judgeReceiver,
        budgets: allows === undefined ? [] : BUDGETS,
      },
      io,
    );
  },
};
