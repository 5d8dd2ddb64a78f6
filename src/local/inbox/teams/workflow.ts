import { parseJson } from '../../../model/fields.ts';
import type { AppOptions, AppRequest } from '../chat-app.ts';
import type { Answer, Verdict } from '../mailbox.ts';
import { createRateLimit } from '../rate-limit.ts';
import { workflowMessage } from './adaptive-card.ts';

/** https://learn.microsoft.com/en-us/connectors/teams/, known issues */
const MAX_BYTES = 28 * 1024;
/** https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook */
const vendorLimit = { count: 4, windowMs: 1000, penaltyMs: 0 };

const accepted: Answer = { status: 202, body: '' };

/**
 * Answers as the trigger of a workflow does: 202 and nothing more as soon as a run has begun. That a run
 * fails, for a card that is none or too large, is told in its history only, and here in `why`.
 *
 * @see https://support.microsoft.com/en-us/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7-0394-4861-ba59-055e33f75498
 */
export function createWorkflow({ limited, secret }: AppOptions) {
  const allow = createRateLimit(limited ? vendorLimit : undefined);

  return ({ url, headers, body }: AppRequest, now: number): Verdict => {
    const payload = parseJson(body) ?? body;
    const refuse = (status: number, code: string, message: string, wait?: string): Verdict => ({
      fate: 'refused',
      why: `${code}: ${message}`,
      payload,
      answer: {
        status,
        body: { error: { code, message } },
        ...(wait === undefined ? {} : { headers: { 'retry-after': wait } }),
      },
    });
    const fail = (why: string): Verdict => {
      return { fate: 'refused', why: `the run failed: ${why}`, payload, answer: accepted };
    };

    const signature = url.searchParams.get('sig') ?? '';
    if (signature === '') {
      const message = 'The request must be authenticated only by Shared Access scheme.';
      return refuse(401, 'DirectApiAuthorizationRequired', message);
    }
    if (secret !== undefined && signature !== secret) {
      return refuse(401, 'AuthorizationFailed', 'The authentication credentials are not valid.');
    }
    if (!allow(now)) return refuse(429, 'TooManyRequests', 'more than four in a second', '1');
    const isJson = (headers.get('content-type') ?? '').startsWith('application/json');
    if (isJson && parseJson(body) === undefined) {
      const message = 'The request content is not valid and could not be deserialized.';
      return refuse(400, 'InvalidRequestContent', message);
    }

    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BYTES) return fail(`request entity too large, ${bytes} bytes`);
    const parsed = workflowMessage.safeParse(isJson ? payload : undefined);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return fail(`${issue?.path.join('/') || 'attachments'}: ${issue?.message ?? ''}`);
    }
    if (parsed.data.attachments.length === 0) return fail('attachments: nothing to post');
    return { fate: 'shown', payload, answer: accepted };
  };
}
