import { dingtalk } from './dingtalk/dingtalk.ts';
import { slack } from './slack/slack.ts';

/** Every type of channel there is. A new one is a folder beside this file, and its name here. */
export const channelTypes = [dingtalk, slack] as const;
