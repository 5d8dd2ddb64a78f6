import { randomBytes } from 'node:crypto';
import type { AppOptions, ChatApp } from '../chat-app.ts';
import { tellOfPress } from './press.ts';
import { renderSlack } from './render-slack.ts';
import { createResponseUrls } from './response-url.ts';
import { slackStyle } from './slack-style.ts';
import { createSlackWebhook } from './slack-webhook.ts';

/** A channel with an incoming webhook. */
export function openSlackApp(options: AppOptions): ChatApp {
  const answers = createResponseUrls();
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
    buttons: {
      path: '/actions/:team/:press/:token',
      openAnswers(now) {
        const path = `/actions/T0LOCAL/${now}/${randomBytes(12).toString('hex')}`;
        answers.open(path, now);
        return path;
      },
      press: (message, pressing) => tellOfPress(options, message, pressing),
      judgeAnswer: (request, now) => answers.judge(request, now),
    },
  };
}
