import * as z from 'zod';
import { parseJson } from '../../model/fields.ts';
import { type Answer, type Verdict, judgeStatus, refused, retry } from '../answer.ts';
import { retryAfterSeconds } from '../retry-after.ts';

/** What PagerDuty suggests: https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/05-Rate-Limits.md */
const WAIT_SECONDS = 30;

/** https://developer.pagerduty.com/api-reference/368ae3d938c9e-send-an-event-to-pager-duty */
const answerSchema = z.object({
  status: z.string(),
  message: z.string().catch(''),
  errors: z.array(z.string()).catch([]),
});

/**
 * What PagerDuty's answer means. A 400 is told of a routing key that is none and of an event that is
 * none; only the texts tell them apart, and since they can echo the event they are never quoted.
 */
export function judgePagerduty(answer: Answer, now: number): Verdict {
  const { status, headers, body } = answer;
  if (status === 429) {
    const seconds = retryAfterSeconds(headers.get('retry-after'), now) || WAIT_SECONDS;
    return retry('HTTP 429: too many events', seconds);
  }
  const read = answerSchema.safeParse(parseJson(body));
  if (!read.success) return judgeStatus(answer, now);
  const said = read.data;
  if (status === 202 && said.status === 'success') return { kind: 'delivered' };
  if (status !== 400) return judgeStatus(answer, now);
  return [said.message, ...said.errors].some(isAboutKey)
    ? refused('configuration', 'HTTP 400: the routing key was refused, check routing_key')
    : refused('payload', 'HTTP 400: the event was refused');
}

/** "Length of 'routing_key' is incorrect", "Invalid routing key". */
function isAboutKey(text: string): boolean {
  return /routing[_ ]key|integration key/iu.test(text);
}
