import * as z from 'zod';
import { answers, type AnswerAction } from '../model/action.ts';
import { parseJson } from '../model/fields.ts';

/** What somebody pressed: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export interface SlackPress {
  readonly action: AnswerAction;
  /** What the button carries: the token of its link. */
  readonly token: string;
  /** The same when the same press comes twice. */
  readonly pressedAt: string;
  readonly user: { readonly id: string; readonly name: string };
  /** Where the answer can be told in the conversation. */
  readonly replyUrl: string;
}

const payload = z.object({
  type: z.literal('block_actions'),
  user: z.object({
    id: z.string().regex(/^[A-Z0-9]{2,30}$/),
    name: z.string().optional(),
    username: z.string().optional(),
  }),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().optional(), action_ts: z.string() }))
    .min(1),
  response_url: z.string(),
});

/** The press of one of our buttons; undefined for whatever else Slack tells of. */
export function readSlackPress(body: string): SlackPress | undefined {
  const text = new URLSearchParams(body).get('payload');
  const read = payload.safeParse(text === null ? undefined : parseJson(text));
  if (!read.success) return undefined;
  const { user, actions, response_url: replyUrl } = read.data;
  const [pressed] = actions;
  const action = answers.find((each) => each === pressed?.action_id);
  if (pressed?.value === undefined || action === undefined) return undefined;
  return {
    action,
    token: pressed.value,
    pressedAt: pressed.action_ts,
    user: { id: user.id, name: user.name ?? user.username ?? '' },
    replyUrl,
  };
}
