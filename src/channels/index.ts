import { dingtalk } from './dingtalk/dingtalk.ts';
import { feishu } from './feishu/feishu.ts';
import { pagerduty } from './pagerduty/pagerduty.ts';
import { slack } from './slack/slack.ts';
import { teams } from './teams/teams.ts';
import { webhook } from './webhook/webhook.ts';
import { wecom } from './wecom/wecom.ts';

/** Every type of channel there is. A new one is a folder beside this file, and its name here. */
export const channelTypes = [dingtalk, feishu, slack, webhook, wecom, teams, pagerduty] as const;
