import { createHmac, timingSafeEqual } from 'node:crypto';

/** https://docs.slack.dev/authentication/verifying-requests-from-slack: older ones may be replayed. */
const OLDEST_SECONDS = 300;

export interface SignedBySlack {
  /** The header X-Slack-Request-Timestamp. */
  readonly timestamp: string | undefined;
  /** The header X-Slack-Signature. */
  readonly signature: string | undefined;
  /** As it came. */
  readonly body: Uint8Array;
}

/** Whether Slack sent this, and lately. `now`: milliseconds since 1970. */
export function isOfSlack(
  { timestamp = '', signature = '', body }: SignedBySlack,
  secrets: readonly string[],
  now: number,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  const given = Buffer.from(signature);
  // Every secret is tried, so that the time says nothing of which one it was.
  const fits = secrets.map((secret) => {
    const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    const expected = Buffer.from(`v0=${mac}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  const isRecent = Math.abs(now / 1000 - Number(timestamp)) <= OLDEST_SECONDS;
  return fits.includes(true) && isRecent;
}
