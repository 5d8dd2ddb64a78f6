import { isFields } from '../../../model/fields.ts';
import type { AppRequest } from '../chat-app.ts';
import type { Verdict } from '../mailbox.ts';
import { judgeSlackMessage } from './slack-webhook.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const MOST_USES = 5;
const VALID_MS = 30 * 60_000;

/** The addresses at which an app may answer presses, each for a while and a few times. */
export function createResponseUrls() {
  const known = new Map<string, { readonly until: number; uses: number }>();
  return {
    open(path: string, now: number): void {
      known.set(path, { until: now + VALID_MS, uses: 0 });
    },
    judge(request: AppRequest, now: number): Verdict {
      const refuse = (status: number, error: string, why: string): Verdict => {
        const answer = { status, body: { ok: false, error } };
        return { fate: 'refused', why: `${error}: ${why}`, payload: request.body, answer };
      };
      const address = known.get(request.url.pathname);
      if (address === undefined) return refuse(404, 'expired_url', 'no press has this address');
      if (now >= address.until) return refuse(404, 'expired_url', 'the press was too long ago');
      if (address.uses >= MOST_USES) return refuse(404, 'used_url', 'it was answered five times');
      address.uses += 1;
      const verdict = judgeSlackMessage(request);
      const { payload } = verdict;
      if (verdict.fate !== 'shown' || !isFields(payload)) return verdict;
      if (payload['replace_original'] === true || payload['delete_original'] === true) {
        const why = 'answers that change the message are not shown here';
        return { ...verdict, fate: 'refused', why };
      }
      return { ...verdict, payload: { response_type: 'ephemeral', ...payload } };
    },
  };
}
