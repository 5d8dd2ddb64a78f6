import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AppRequest } from '../chat-app.ts';

const TOLERANCE_MS = 5 * 60_000;

/**
 * What is wrong with the headers of a request, or undefined. `now` is in milliseconds since 1970.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-signatures
 */
export function checkSignature(
  { headers, body }: AppRequest,
  secret: string | undefined,
  now: number,
): string | undefined {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (id === '' || id.includes('.')) return 'webhook-id is missing or holds a dot';
  if (!/^\d{10}$/.test(timestamp)) return 'webhook-timestamp is not in seconds since 1970';
  if (secret === undefined) return undefined;
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) {
    return 'webhook-timestamp is more than five minutes away';
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  // A sender that is changing its secret sends several.
  const matches = (headers.get('webhook-signature') ?? '').split(' ').some((versioned) => {
    const [, signature] = /^v1,(.+)$/.exec(versioned) ?? [];
    const given = Buffer.from(signature ?? '', 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches ? undefined : 'webhook-signature does not match';
}
