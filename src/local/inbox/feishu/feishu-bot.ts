import { createHmac } from 'node:crypto';
import { isFields, parseJson } from '../../../model/fields.ts';
import type { AppOptions, AppRequest } from '../chat-app.ts';
import type { Verdict } from '../mailbox.ts';
import { createRateLimit } from '../rate-limit.ts';
import { feishuMessage, wordsOf } from './bot-payload.ts';

const MAX_BYTES = 20 * 1024;
/** Each text of a card counts for itself. */
const MAX_ELEMENTS = 200;
const TIMESTAMP_TOLERANCE_SECONDS = 3600;
const perSecond = { count: 5, windowMs: 1000, penaltyMs: 0 };
const perMinute = { count: 100, windowMs: 60_000, penaltyMs: 0 };

/**
 * Answers as a custom bot does: 200 for most of what goes wrong too, and the truth in `code`.
 *
 * @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export function createFeishuBot({ secret, keyword, limited }: AppOptions) {
  const limits = [perSecond, perMinute].map((limit) =>
    createRateLimit(limited ? limit : undefined),
  );

  return ({ headers, body }: AppRequest, now: number): Verdict => {
    const payload = parseJson(body) ?? body;
    const refuse = (code: number, msg: string, why = msg, status = 200): Verdict => {
      const answer = { status, body: { code, data: {}, msg } };
      return { fate: 'refused', why: `${code}: ${why}`, payload, answer };
    };
    const refuseCard = (code: number, msg: string, why: string): Verdict =>
      refuse(11246, `ErrCode: ${code}; ErrMsg: ${msg}; `, why);

    if (headers.get('content-type')?.startsWith('application/json') !== true) {
      return refuse(9499, 'Bad Request', 'the content type is not application/json', 400);
    }
    if (!isFields(payload)) {
      return refuse(9499, 'Bad Request', 'the body is no JSON object', 400);
    }
    if (secret !== undefined && !isSigned(payload, secret, now)) {
      const msg = 'sign match fail or timestamp is not within one hour from current time';
      return refuse(19021, msg);
    }
    // Both are asked, since a message counts for either.
    if (limits.map((allow) => allow(now)).includes(false)) {
      return refuse(11232, 'frequency limited', 'more than 5 a second, or 100 a minute');
    }
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BYTES) return refuse(9499, 'Bad Request', `${bytes} bytes`, 400);

    const parsed = feishuMessage.safeParse(payload);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const at = issue?.path.join('/') ?? '';
      const why = `${at || 'body'}: ${issue?.message ?? ''}`;
      return at.startsWith('card')
        ? refuseCard(200621, 'parse card json err', why)
        : refuse(19002, at === 'msg_type' ? 'params error, msg_type need' : 'params error', why);
    }
    const elements = body.split('"tag":').length - 1;
    if (elements > MAX_ELEMENTS) {
      return refuseCard(300305, 'card components exceed 200', `${elements} elements`);
    }
    if (keyword !== undefined && !wordsOf(parsed.data).includes(keyword)) {
      return refuse(19024, 'Key Words Not Found');
    }
    const done = { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' };
    return { fate: 'shown', payload, answer: { status: 200, body: done } };
  };
}

/** The text that one would expect to be signed is the key, and what is signed is empty. */
function isSigned(payload: Record<string, unknown>, secret: string, now: number): boolean {
  const { timestamp, sign } = payload;
  if (typeof timestamp !== 'string' || !/^\d{10}$/.test(timestamp)) return false;
  const age = Math.abs(now / 1000 - Number(timestamp));
  const expected = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
  return age <= TIMESTAMP_TOLERANCE_SECONDS && sign === expected;
}
