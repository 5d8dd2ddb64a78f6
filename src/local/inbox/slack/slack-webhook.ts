import { parseJson } from '../../../model/fields.ts';
import type { AppOptions, AppRequest } from '../chat-app.ts';
import type { Verdict } from '../mailbox.ts';
import { createRateLimit } from '../rate-limit.ts';
import { slackBlocks, type SlackBlock } from './block-kit.ts';

/** Undocumented, found by others: the characters of all blocks together. */
const MAX_CHARACTERS = 13_200;
/** One message a second, else 429 with Retry-After. */
const vendorLimit = { count: 1, windowMs: 1000, penaltyMs: 0 };

/**
 * Answers as an incoming webhook does: `ok` and 200, or one word that says what was wrong.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function createSlackWebhook({ limited }: AppOptions) {
  const allow = createRateLimit(limited ? vendorLimit : undefined);

  return (request: AppRequest, now: number): Verdict => {
    const payload = parseJson(request.body) ?? request.body;
    const refuse = (status: number, word: string, why: string): Verdict => {
      return { fate: 'refused', why: `${word}: ${why}`, payload, answer: { status, body: word } };
    };

    const [, , team = '', bot = ''] = request.url.pathname.split('/');
    if (!/^T[A-Z0-9]+$/.test(team)) return refuse(404, 'no_team', 'the address names no workspace');
    if (!/^B[A-Z0-9]+$/.test(bot)) return refuse(404, 'no_service', 'the address names no webhook');
    if (!allow(now)) {
      const answer = { status: 429, body: 'rate_limited', headers: { 'retry-after': '1' } };
      return { fate: 'refused', why: 'rate_limited: one message a second', payload, answer };
    }
    return judgeSlackMessage(request);
  };
}

/** What Slack says of a message, wherever it may be posted. */
export function judgeSlackMessage({
  headers,
  body,
}: Pick<AppRequest, 'headers' | 'body'>): Verdict {
  const contentType = headers.get('content-type') ?? '';
  const payload = parseJson(body) ?? body;
  const refuse = (status: number, word: string, why: string): Verdict => {
    return { fate: 'refused', why: `${word}: ${why}`, payload, answer: { status, body: word } };
  };

  if (!contentType.startsWith('application/json')) {
    return refuse(400, 'invalid_payload', `the content type is ${contentType || 'missing'}`);
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return refuse(400, 'invalid_payload', 'the body is no JSON object');
  }
  const text = 'text' in payload ? payload.text : undefined;
  const blocks = 'blocks' in payload ? payload.blocks : undefined;
  const parsed = slackBlocks.safeParse(blocks ?? []);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const at = ['blocks', ...(issue?.path ?? [])].join('/');
    return refuse(400, 'invalid_blocks', `${at}: ${issue?.message ?? ''}`);
  }
  if (parsed.data.length === 0 && (typeof text !== 'string' || text.trim() === '')) {
    return refuse(400, 'no_text', 'neither text nor blocks');
  }
  const twice = repeatedId(parsed.data);
  if (twice !== undefined) return refuse(400, 'invalid_blocks', `${twice} stands there twice`);
  const characters = countCharacters(parsed.data);
  if (characters > MAX_CHARACTERS) {
    return refuse(400, 'msg_blocks_too_long', `${characters} characters of blocks`);
  }
  return { fate: 'shown', payload, answer: { status: 200, body: 'ok' } };
}

/** `block_id` is unique in a message, `action_id` in a block. */
function repeatedId(blocks: readonly SlackBlock[]): string | undefined {
  const actionIds = blocks.map((block) =>
    block.type === 'actions' ? block.elements.map(({ action_id }) => action_id) : [],
  );
  const groups = [blocks.map(({ block_id }) => block_id), ...actionIds];
  return groups
    .flatMap((ids) => ids.filter((id, index) => ids.indexOf(id) !== index))
    .find((id) => id !== undefined);
}

function countCharacters(blocks: readonly SlackBlock[]): number {
  let total = 0;
  JSON.stringify(blocks, (key, value: unknown) => {
    if (typeof value === 'string' && key !== 'type') total += value.length;
    return value;
  });
  return total;
}
