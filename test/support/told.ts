import type { InboxChannel } from '../../src/local/inbox/mailbox.ts';

/** Stands in the title of a message that may have been sent before. */
export const MARK = 'may be a repeat';

interface Readers {
  readonly shown: (channel: InboxChannel) => readonly string[];
}

/** How often readers of each channel are told of `event-0`, `event-1`, … */
export function timesTold({ shown }: Readers, events: number) {
  const times = (channel: InboxChannel) =>
    Array.from(
      { length: events },
      (_, at) => shown(channel).filter((text) => new RegExp(`event-${at}\\b`).test(text)).length,
    );
  return { dingtalk: times('dingtalk'), slack: times('slack') };
}

export function toldOnce(events: number) {
  const once = Array.from({ length: events }, () => 1);
  return { dingtalk: once, slack: once };
}

/** Every text under a key that shows it, without DingTalk's and Slack's bold. */
export function wordsOf(payload: unknown): string {
  const texts: string[] = [];
  JSON.stringify(payload, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.join('\n').replaceAll('*', '');
}
