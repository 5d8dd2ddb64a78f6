import { createHmac } from 'node:crypto';
import { ConfigError } from '../../model/config-error.ts';

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme */
const LEAST_KEY_BYTES = 24;
const MOST_KEY_BYTES = 64;

const secretPattern = /^whsec_(?<key>[A-Za-z0-9+/]+={0,2})$/u;

/** The key in a secret; undefined where none is set. Throws a ConfigError that does not repeat it. */
export function readKey(name: string, secret = ''): Buffer | undefined {
  if (secret === '') return undefined;
  const key = Buffer.from(secretPattern.exec(secret)?.groups?.['key'] ?? '', 'base64');
  if (key.length >= LEAST_KEY_BYTES && key.length <= MOST_KEY_BYTES) return key;
  throw new ConfigError(
    `channels.${name}.secret`,
    'is not a secret of Standard Webhooks',
    'Set it to whsec_ and 24 to 64 random bytes in base64, the same as at the receiver',
  );
}

/** What is sent beside a body. `now` is in milliseconds since 1970, the time of this attempt. */
export function headersFor(id: string, body: string, now: number, key: Buffer | undefined) {
  const timestamp = String(Math.floor(now / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (key === undefined) return headers;
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}
