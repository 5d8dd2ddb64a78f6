import { agoText } from './ago-text.ts';
import type { Finding, Sayings } from './finding.ts';

/** Time enough to have it renewed. */
const SOON_MS = 14 * 24 * 60 * 60_000;

/** What is to be said of a certificate that ends at a moment (milliseconds since 1970), if anything. */
export function certificateFinding(
  { fault, warning }: Sayings,
  ends: number | undefined,
  now: number,
): Finding | undefined {
  if (ends === undefined || Number.isNaN(ends) || ends - now > SOON_MS) return undefined;
  const mend = 'Renew it; of web, set certConfig of the domain in s.yaml to the new one';
  return ends <= now
    ? fault('certificate-ended', `its certificate ran out ${agoText(now - ends)} ago`, mend)
    : warning('certificate-ends', `its certificate runs out in ${agoText(ends - now)}`, mend);
}
