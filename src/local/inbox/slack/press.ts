import { createHmac, randomBytes } from 'node:crypto';
import type { AppOptions, Pressed, Pressing } from '../chat-app.ts';
import type { InboxMessage } from '../mailbox.ts';
import { slackMessage, type SlackButton } from './block-kit.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
const WITHIN_MS = 3000;

const TEAM = 'T0LOCAL';
const CHANNEL = 'C0LOCAL';

/**
 * What Slack's servers tell an app of a press: a form whose one field is JSON, signed over its bytes.
 *
 * @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function tellOfPress(
  { interactions }: Pick<AppOptions, 'interactions'>,
  message: InboxMessage,
  { button: place, now, answerAt }: Pressing,
): Pressed {
  const found = buttonAt(message.payload, place);
  if (found === undefined) return { kind: 'no button' };
  if (interactions === undefined) {
    return { kind: 'not told', why: 'The app was not set up for interactivity.' };
  }
  const { text, blocks, block, button } = found;
  const { id: user, name } = interactions.user;
  const seconds = (time: number) => (time / 1000).toFixed(6);
  const ts = seconds(message.receivedAt);
  const payload = {
    type: 'block_actions',
    user: { id: user, username: name, name, team_id: TEAM },
    api_app_id: 'A0LOCAL',
    token: 'local',
    container: { type: 'message', message_ts: ts, channel_id: CHANNEL, is_ephemeral: false },
    trigger_id: `${now}.${message.id}.${randomBytes(16).toString('hex')}`,
    team: { id: TEAM, domain: 'local' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: CHANNEL, name: 'cloud-alerts' },
    message: { type: 'message', subtype: 'bot_message', bot_id: 'B0LOCAL', ts, text, blocks },
    state: { values: {} },
    response_url: answerAt,
    actions: [
      {
        type: 'button',
        block_id: block,
        action_id: button.action_id,
        text: button.text,
        ...(button.value !== undefined && { value: button.value }),
        action_ts: seconds(now),
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(now / 1000));
  const signed = createHmac('sha256', interactions.signingSecret);
  return {
    kind: 'told',
    url: new URL(interactions.url),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signed.update(`v0:${timestamp}:${body}`).digest('hex')}`,
    },
    body,
    withinMs: WITHIN_MS,
  };
}

/** Where a button stands: the number of its block, and its own in there. */
export function placeOf(block: number, element: number): string {
  return `${block}.${element}`;
}

/** Slack makes up the ids that a message leaves out. */
function buttonAt(payload: unknown, place: string) {
  const parsed = slackMessage.safeParse(payload);
  if (!parsed.success) return undefined;
  const { text = '', blocks } = parsed.data;
  for (const [at, block] of blocks.entries()) {
    const buttons: readonly (SlackButton | undefined)[] =
      block.type === 'actions' ? block.elements : block.type === 'section' ? [block.accessory] : [];
    const number = buttons.findIndex((_, element) => placeOf(at, element) === place);
    const button = buttons[number];
    if (button === undefined) continue;
    const { action_id = `a${place}` } = button;
    return { text, blocks, block: block.block_id ?? `b${at}`, button: { ...button, action_id } };
  }
  return undefined;
}
