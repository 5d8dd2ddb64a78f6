import type { AppOptions, ChatApp } from '../chat-app.ts';
import { renderWecom } from './render-wecom.ts';
import { createWecomRobot } from './wecom-robot.ts';
import { wecomStyle } from './wecom-style.ts';

/** A group chat with a robot in it. */
export function openWecomApp(options: AppOptions): ChatApp {
  return {
    path: '/cgi-bin/webhook/send',
    webhook: '/cgi-bin/webhook/send?key=local',
    label: 'WeCom',
    room: '云上值班',
    kind: '群机器人',
    badge: '机器人',
    style: wecomStyle,
    judge: createWecomRobot(options),
    render: renderWecom,
  };
}
