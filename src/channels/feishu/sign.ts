import { createHmac } from 'node:crypto';

/**
 * The signature of a request that is sent at `timestamp`, in seconds since 1970. The text that one
 * would expect to be signed is the key, and what is signed is empty:
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export function signFeishu(timestamp: number, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
}
