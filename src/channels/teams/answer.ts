import * as z from 'zod';
import { parseJson } from '../../model/fields.ts';
import { type Answer, type Verdict, judgeStatus, refused } from '../answer.ts';

const errorSchema = z.object({ error: z.object({ code: z.string() }) });

const SIGN_IN = 'the workflow wants a sign-in: let anyone trigger it, and copy its URL again';

/**
 * What the trigger of a workflow says before it runs. No page of the vendor's lists the codes: they
 * are as people have met them.
 */
const refusals: ReadonlyMap<string, readonly ['configuration' | 'payload', string]> = new Map([
  ['WorkflowTriggerIsNotEnabled', ['configuration', 'the workflow is turned off or gone']],
  ['WorkflowNotFound', ['configuration', 'the workflow is gone']],
  ['DirectApiAuthorizationRequired', ['configuration', SIGN_IN]],
  ['MisMatchingOAuthClaims', ['configuration', SIGN_IN]],
  ['AuthorizationFailed', ['configuration', 'the signature in the URL was refused']],
  ['InvalidRequestContent', ['payload', 'the message was not understood']],
  ['TriggerInputSchemaMismatch', ['payload', 'the workflow takes messages of another form']],
] as const);

/**
 * What Workflows answers. A 202 is all the proof there is, and proves only that a run was accepted: the
 * card is laid out and posted afterwards, and what fails then is told in the workflow's history alone.
 */
export function judgeTeams(answer: Answer, now: number): Verdict {
  const { status } = answer;
  if (status === 202) return { kind: 'delivered' };
  if (status < 400 || status >= 500 || status === 429) return judgeStatus(answer, now);
  const read = errorSchema.safeParse(parseJson(answer.body));
  if (!read.success) return judgeStatus(answer, now);
  const { code } = read.data.error;
  const refusal = refusals.get(code);
  if (refusal !== undefined) return refused(refusal[0], `${code}: ${refusal[1]}`);
  // A code that is new to us, with the status of a message that was not understood. The minimal
  // form finds out whether it was the message.
  if (status === 400) return refused('payload', 'HTTP 400: the message was refused');
  return judgeStatus(answer, now);
}
