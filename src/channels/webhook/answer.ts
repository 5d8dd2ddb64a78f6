import { type Answer, type Verdict, judgeStatus, refused } from '../answer.ts';
import { retryAfterSeconds } from '../retry-after.ts';

/**
 * What the status of a receiver means, whatever stands in its body:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#delivery-success-and-failure
 */
export function judgeReceiver(answer: Answer, now: number): Verdict {
  const { status, headers } = answer;
  if (status >= 200 && status <= 299) return { kind: 'delivered' };
  if (status === 410) return refused('configuration', 'HTTP 410: the receiver is gone');
  // Both are also said of a request that is wrong as a whole. The minimal form finds out.
  if (status === 400 || status === 422) {
    return refused('payload', `HTTP ${status}: the message was refused`);
  }
  const verdict = judgeStatus(answer, now);
  if (status < 500 || verdict.kind !== 'retry') return verdict;
  // A service that is under load may say when it will be back.
  const afterSeconds = retryAfterSeconds(headers.get('retry-after'), now);
  return afterSeconds === undefined ? verdict : { ...verdict, afterSeconds };
}
