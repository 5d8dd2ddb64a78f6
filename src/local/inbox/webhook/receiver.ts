import { parseJson } from '../../../model/fields.ts';
import type { AppOptions, AppRequest } from '../chat-app.ts';
import type { Verdict } from '../mailbox.ts';
import { createRateLimit } from '../rate-limit.ts';
import { checkSignature } from './check-signature.ts';
import { receivedMessage } from './receiver-payload.ts';

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-size */
const MAX_BYTES = 20_000;
/** Nobody's but this service's own. */
const ownLimit = { count: 10, windowMs: 1000, penaltyMs: 0 };

/** Answers as a careful service of somebody's own would: by the status, with a word for whoever reads it. */
export function createReceiver({ secret, limited }: Pick<AppOptions, 'secret' | 'limited'>) {
  const allow = createRateLimit(limited ? ownLimit : undefined);
  const delivered = new Set<string>();

  return (request: AppRequest, now: number): Verdict => {
    const payload = parseJson(request.body) ?? request.body;
    const refuse = (status: number, why: string, headers = {}): Verdict => {
      const answer = { status, body: { error: why }, headers };
      return { fate: 'refused', why: `${status}: ${why}`, payload, answer };
    };

    if (!allow(now)) return refuse(429, 'too many messages', { 'retry-after': '1' });
    const contentType = request.headers.get('content-type') ?? '';
    if (!/^application\/json\b/i.test(contentType)) {
      return refuse(415, `the content type is ${contentType || 'missing'}`);
    }
    const bytes = Buffer.byteLength(request.body);
    if (bytes > MAX_BYTES) return refuse(413, `${bytes} bytes`);
    const mismatch = checkSignature(request, secret, now);
    if (mismatch !== undefined) return refuse(401, mismatch);
    const parsed = receivedMessage.safeParse(payload);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return refuse(422, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? ''}`);
    }

    const answer = { status: 202, body: '' };
    const id = request.headers.get('webhook-id') ?? '';
    if (id !== parsed.data.data.id) return refuse(422, 'data.id: is not the webhook-id');
    if (delivered.has(id)) {
      return { fate: 'repeat', why: `webhook-id ${id} was delivered before`, payload, answer };
    }
    delivered.add(id);
    return { fate: 'shown', payload, answer };
  };
}
