import type { AppOptions, ChatApp } from '../chat-app.ts';
import { renderSlack } from './render-slack.ts';
import { slackStyle } from './slack-style.ts';
import { createSlackWebhook } from './slack-webhook.ts';

/** A channel with an incoming webhook. */
export function openSlackApp(options: AppOptions): ChatApp {
  return {
    path: '/services/:team/:bot/:token',
    webhook: '/services/T0LOCAL/B0LOCAL/local',
    label: 'Slack',
    room: '# cloud-alerts',
    kind: 'Incoming webhook',
    badge: 'APP',
    style: slackStyle,
    judge: createSlackWebhook(options),
    render: renderSlack,
  };
}
