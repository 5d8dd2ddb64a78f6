import type { AppOptions, ChatApp } from './chat-app.ts';
import { openDingtalkApp } from './dingtalk/dingtalk-app.ts';
import { openFeishuApp } from './feishu/feishu-app.ts';
import { openPagerdutyApp } from './pagerduty/pagerduty-app.ts';
import { openSlackApp } from './slack/slack-app.ts';
import { openTeamsApp } from './teams/teams-app.ts';
import { openWebhookApp } from './webhook/webhook-app.ts';
import { openWecomApp } from './wecom/wecom-app.ts';

type OpenApp = (options: AppOptions) => ChatApp;

/** Every app there is, in the page's order. A new one is a folder beside this file, and its line here. */
const openers = [
  ['dingtalk', openDingtalkApp],
  ['slack', openSlackApp],
  ['feishu', openFeishuApp],
  ['wecom', openWecomApp],
  ['teams', openTeamsApp],
  ['pagerduty', openPagerdutyApp],
  ['webhook', openWebhookApp],
] as const satisfies readonly (readonly [string, OpenApp])[];

/** An app, named for the type of channel that leads to it. */
export type InboxChannel = (typeof openers)[number][0];

export type Apps = Readonly<Record<InboxChannel, ChatApp>>;

export const inboxChannels: readonly InboxChannel[] = openers.map(([channel]) => channel);

/** One thing for each app. The overload says of the keys what `Object.fromEntries` cannot. */
export function forEachApp<T>(
  make: (channel: InboxChannel, open: OpenApp) => T,
): Readonly<Record<InboxChannel, T>>;
export function forEachApp(
  make: (channel: InboxChannel, open: OpenApp) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(openers.map(([channel, open]) => [channel, make(channel, open)]));
}
