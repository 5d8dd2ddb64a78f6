import type { AppOptions, ChatApp } from '../chat-app.ts';
import { createDingtalkRobot } from './dingtalk-robot.ts';
import { dingtalkStyle } from './dingtalk-style.ts';
import { renderDingtalk } from './render-dingtalk.ts';

/** A group chat with a custom robot in it. */
export function openDingtalkApp(options: AppOptions): ChatApp {
  return {
    path: '/robot/send',
    webhook: '/robot/send?access_token=local',
    label: 'DingTalk',
    room: '云上值班',
    kind: '自定义机器人',
    badge: '机器人',
    style: dingtalkStyle,
    judge: createDingtalkRobot(options),
    render: renderDingtalk,
  };
}
