import type { AppOptions, ChatApp } from '../chat-app.ts';
import { createReceiver } from './receiver.ts';
import { renderReceived } from './render-received.ts';
import { webhookStyle } from './webhook-style.ts';

/** A service of somebody's own, by Standard Webhooks. */
export function openWebhookApp(options: AppOptions): ChatApp {
  return {
    path: '/hooks/:token',
    webhook: '/hooks/local',
    label: 'Webhook',
    room: 'alerts.example',
    kind: 'Standard Webhooks 1.0',
    badge: 'POST',
    style: webhookStyle,
    judge: createReceiver(options),
    render: renderReceived,
  };
}
