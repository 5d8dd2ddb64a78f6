import { createHmac } from 'node:crypto';
import { parseJson } from '../../../model/fields.ts';
import type { AppOptions, AppRequest } from '../chat-app.ts';
import { isSafeUrl } from '../html.ts';
import type { Verdict } from '../mailbox.ts';
import { createRateLimit } from '../rate-limit.ts';
import { openedBy } from './opened-by.ts';
import {
  buttonsOf,
  dingtalkMessage,
  textOf,
  titleOf,
  type DingtalkMessage,
} from './robot-payload.ts';

const MAX_BYTES = 20_000;
const TIMESTAMP_TOLERANCE_MS = 60 * 60_000;
/** Twenty messages a minute, and then ten minutes of nothing. */
const vendorLimit = { count: 20, windowMs: 60_000, penaltyMs: 10 * 60_000 };

/**
 * Answers as a custom robot does: 200 whatever happens, and the truth in `errcode`.
 *
 * @see https://open.dingtalk.com/document/orgapp/custom-bot-access-send-message
 */
export function createDingtalkRobot({ secret, keyword, limited }: AppOptions) {
  const allow = createRateLimit(limited ? vendorLimit : undefined);
  const delivered = new Set<string>();

  return ({ url, headers, body }: AppRequest, now: number): Verdict => {
    const query = url.searchParams;
    const payload = parseJson(body) ?? body;
    const refuse = (errcode: number, errmsg: string, why = errmsg): Verdict => {
      const answer = { status: 200, body: { errcode, errmsg } };
      return { fate: 'refused', why: `${errcode}: ${why}`, payload, answer };
    };

    if (!query.get('access_token')) return refuse(40035, '缺少参数 access_token');
    const mismatch = secret === undefined ? undefined : checkSign(query, secret, now);
    if (mismatch !== undefined) return refuse(310000, mismatch);
    if (headers.get('content-type')?.startsWith('application/json') !== true) {
      return refuse(43004, '无效的HTTP HEADER Content-Type');
    }
    if (!allow(now)) return refuse(130101, 'send too fast, exceed 20 times per minute');
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BYTES) {
      return refuse(460101, 'message too long, exceed 20000 bytes limit', `${bytes} bytes`);
    }

    const parsed = dingtalkMessage.safeParse(payload);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const at = issue?.path.join('.') ?? '';
      if (at === 'msgtype') return refuse(400105, 'unsupported msg type');
      return refuse(40035, `缺少参数 ${at || 'json'}`, `${at || 'body'}: ${issue?.message ?? ''}`);
    }
    const message = parsed.data;
    const unsafe = linksIn(message).find((url) => !isSafeUrl(openedBy(url)));
    if (unsafe !== undefined) return refuse(430101, 'unsafe url', `unsafe link ${unsafe}`);
    if (keyword !== undefined && !`${titleOf(message)}\n${textOf(message)}`.includes(keyword)) {
      return refuse(310000, 'keywords not in content');
    }

    const answer = { status: 200, body: { errcode: 0, errmsg: 'ok' } };
    const { msgUuid } = message;
    if (msgUuid !== undefined && delivered.has(msgUuid)) {
      return { fate: 'repeat', why: `msgUuid ${msgUuid} was delivered before`, payload, answer };
    }
    if (msgUuid !== undefined) delivered.add(msgUuid);
    return { fate: 'shown', payload, answer };
  };
}

function checkSign(query: URLSearchParams, secret: string, now: number): string | undefined {
  const timestamp = query.get('timestamp') ?? '';
  const age = Math.abs(now - Number(timestamp));
  if (!/^\d{13}$/.test(timestamp) || age > TIMESTAMP_TOLERANCE_MS) return 'invalid timestamp';
  const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  return query.get('sign') === expected ? undefined : 'sign not match';
}

function linksIn(message: DingtalkMessage): string[] {
  const written = textOf(message).matchAll(/\]\(([^\s)]{1,4000})/g);
  const buttons = buttonsOf(message).map(({ url }) => url);
  const opened = message.msgtype === 'link' ? [message.link.messageUrl] : [];
  return [...[...written].map(([, url]) => url ?? ''), ...buttons, ...opened];
}
