import { type Answer, type Verdict, judgeStatus, refused } from '../answer.ts';

/**
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, and the changelog of
 * May 2016 that lists more: https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks
 */
const refusals: ReadonlyMap<string, readonly ['configuration' | 'payload', string]> = new Map([
  ['action_prohibited', ['configuration', "the team's admins do not allow it"]],
  ['invalid_token', ['configuration', 'the webhook was revoked']],
  ['team_disabled', ['configuration', 'the team is disabled']],
  ['channel_not_found', ['configuration', 'the channel is gone']],
  ['no_service', ['configuration', 'the webhook is disabled or gone']],
  ['no_team', ['configuration', 'the team is gone']],
  ['no_active_hooks', ['configuration', 'the webhook is disabled']],
  ['channel_is_archived', ['configuration', 'the channel is archived']],
  ['invalid_payload', ['payload', 'the message was not understood']],
  ['invalid_blocks', ['payload', 'the layout of the message was refused']],
  ['no_text', ['payload', 'the message has no text']],
  ['too_many_attachments', ['payload', 'the message has too many attachments']],
] as const);

/** What Slack's answer means: a 200 whose body is exactly `ok`, or a word that says what is wrong. */
export function judgeSlack(answer: Answer, now: number): Verdict {
  const { status, body } = answer;
  if (status === 200 && body === 'ok') return { kind: 'delivered' };
  const refusal = status >= 400 && status < 500 && status !== 429 ? refusals.get(body) : undefined;
  if (refusal !== undefined) return refused(refusal[0], `${body}: ${refusal[1]}`);
  // A word that is new to us, with the status of a message that was not understood. The minimal
  // form finds out whether it was the message.
  if (status === 400 && /^[a-z_]+$/u.test(body)) {
    return refused('payload', 'HTTP 400: the message was refused');
  }
  return judgeStatus(answer, now);
}
