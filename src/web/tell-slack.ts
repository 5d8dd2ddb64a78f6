import { isLocal } from '../channels/check-webhook.ts';
import { widened } from '../channels/full-width.ts';
import { neutralise } from '../channels/neutralise.ts';
import { post } from '../channels/post.ts';
import type { Text } from '../model/text.ts';
import type { Site } from './site.ts';

/** Slack waits 3 seconds for the answer to a press, which comes after this. */
const LONGEST_MS = 1_500;

/** Slack signs where to reply to, but what is pinned cannot be talked into anything. */
const HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];

export interface SlackReply {
  readonly url: string;
  readonly text: Text;
  /** Whether all of the conversation sees it, or only whoever pressed. */
  readonly toAll: boolean;
}

/**
 * Says in a conversation what became of a press. It does not throw: what was answered is kept all the same.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
export async function tellSlack({ url, text, toAll }: SlackReply, site: Site): Promise<void> {
  const checked = replyUrl(url, site);
  if (checked === undefined) {
    site.journal({ kind: 'slack-not-told', reason: 'the reply was to go to another host' });
    return;
  }
  const body = JSON.stringify({
    replace_original: false,
    response_type: toAll ? 'in_channel' : 'ephemeral',
    text: mrkdwn(text),
  });
  const posted = await post({ url: checked, body }, site.now() + LONGEST_MS, site);
  const isTaken = posted.kind === 'answer' && posted.status === 200;
  if (isTaken) return;
  const reason = posted.kind === 'answer' ? `HTTP ${posted.status}` : posted.reason;
  site.journal({ kind: 'slack-not-told', reason });
}

function replyUrl(text: string, { allowLoopback }: Site): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'https:' && HOSTS.includes(url.host)) return url;
  return allowLoopback && url.protocol === 'http:' && isLocal(url) ? url : undefined;
}

/** https://docs.slack.dev/messaging/formatting-message-text: for the signs that style words there is no escape. */
function mrkdwn(text: Text): string {
  return text
    .map((span) => {
      if (span.kind === 'link') return span.label;
      const words =
        span.kind === 'value' ? neutralise(span.text).replace(/[*_~`@]|^>/gu, widened) : span.text;
      return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    })
    .join('');
}
