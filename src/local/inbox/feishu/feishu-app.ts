import type { AppOptions, ChatApp } from '../chat-app.ts';
import { createFeishuBot } from './feishu-bot.ts';
import { feishuStyle } from './feishu-style.ts';
import { renderFeishu } from './render-feishu.ts';

/** A group chat with a custom bot in it. */
export function openFeishuApp(options: AppOptions): ChatApp {
  return {
    path: '/open-apis/bot/v2/hook/:token',
    webhook: '/open-apis/bot/v2/hook/local',
    label: 'Feishu',
    room: '云上值班',
    kind: '自定义机器人',
    badge: '机器人',
    style: feishuStyle,
    judge: createFeishuBot(options),
    render: renderFeishu,
  };
}
