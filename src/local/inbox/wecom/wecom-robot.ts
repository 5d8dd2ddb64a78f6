import { parseJson } from '../../../model/fields.ts';
import type { AppOptions, AppRequest } from '../chat-app.ts';
import type { Verdict } from '../mailbox.ts';
import { createRateLimit } from '../rate-limit.ts';
import { contentOf, wecomMessage } from './robot-payload.ts';

/** Of UTF-8. */
const maxBytes = { text: 2048, markdown: 4096 } as const;
const vendorLimit = { count: 20, windowMs: 60_000, penaltyMs: 0 };

/**
 * Answers as a group robot does: 200 whatever happens, and the truth in `errcode`. It knows neither
 * signatures nor keywords.
 *
 * @see https://developer.work.weixin.qq.com/document/path/99110
 */
export function createWecomRobot({ limited }: AppOptions) {
  const allow = createRateLimit(limited ? vendorLimit : undefined);

  return ({ url, headers, body }: AppRequest, now: number): Verdict => {
    const payload = parseJson(body) ?? body;
    const refuse = (errcode: number, errmsg: string, why = errmsg): Verdict => {
      const answer = { status: 200, body: { errcode, errmsg } };
      return { fate: 'refused', why: `${errcode}: ${why}`, payload, answer };
    };

    if (!url.searchParams.get('key')) return refuse(93000, 'invalid webhook url');
    if (headers.get('content-type')?.startsWith('application/json') !== true) {
      return refuse(40008, 'invalid message type', 'the content type is not application/json');
    }
    if (!allow(now)) return refuse(45009, 'api freq out of limit', 'more than 20 a minute');

    const parsed = wecomMessage.safeParse(payload);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const at = issue?.path.join('.') ?? '';
      const why = `${at || 'body'}: ${issue?.message ?? ''}`;
      return at === '' || at === 'msgtype'
        ? refuse(40008, 'invalid message type', why)
        : refuse(40058, `${at} missing. invalid Request Parameter`, why);
    }
    const message = parsed.data;
    const content = contentOf(message);
    if (content.trim() === '') return refuse(44004, 'empty content');
    const bytes = Buffer.byteLength(content);
    const most = maxBytes[message.msgtype];
    if (bytes > most) {
      const field = `${message.msgtype}.content`;
      const errmsg = `${field} exceed max length ${most}. invalid Request Parameter`;
      return refuse(40058, errmsg, `${field} has ${bytes} bytes, more than ${most}`);
    }
    return { fate: 'shown', payload, answer: { status: 200, body: { errcode: 0, errmsg: 'ok' } } };
  };
}
