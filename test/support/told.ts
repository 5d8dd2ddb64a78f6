import { isFields } from '../../src/model/fields.ts';

/** Stands in the title of a message that may have been sent before. */
export const MARK = 'may be a repeat';

/** The channels that tests of the whole run with. */
export type Told = 'dingtalk' | 'slack';

interface Readers {
  readonly shown: (channel: Told) => readonly string[];
}

/** How often readers of each channel are told of `event-0`, `event-1`, … */
export function timesTold({ shown }: Readers, events: number) {
  const times = (channel: Told) =>
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

/** Of how many alerts messages speak, those counted in digests included. */
export function alertsIn(messages: readonly string[]): number {
  return sumOf(
    messages,
    ({ alerts }) => alerts,
    () => 1,
  );
}

/** The same, of events. */
export function eventsIn(messages: readonly string[]): number {
  return sumOf(
    messages,
    ({ events }) => events,
    (words) => Number(/ ×(\d+)/.exec(words)?.[1] ?? 1),
  );
}

interface Counted {
  readonly alerts: number;
  readonly events: number;
}

function sumOf(
  messages: readonly string[],
  ofDigest: (counted: Counted) => number,
  ofAlert: (words: string) => number,
): number {
  return messages.reduce((sum, words) => {
    const [, alerts, events] = /(\d+) alerts? of (\d+) events?/.exec(words) ?? [];
    if (alerts === undefined) return sum + ofAlert(words);
    return sum + ofDigest({ alerts: Number(alerts), events: Number(events) });
  }, 0);
}

/** Under which keys the apps' payloads hold what people read. */
const shownKeys: ReadonlySet<string> = new Set([
  'content',
  'desc',
  'footer',
  'items',
  'keyname',
  'sentence',
  'sub_title_text',
  'summary',
  'text',
  'title',
  'value',
]);

/** Every text that a payload shows, whatever app it is for, without bold. */
export function wordsOf(payload: unknown): string {
  return textsUnder('', payload).join('\n').replaceAll('*', '');
}

function textsUnder(key: string, value: unknown): readonly string[] {
  if (typeof value === 'string') return shownKeys.has(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => textsUnder(key, each));
  if (!isFields(value)) return [];
  // PagerDuty shows details under whatever names they have.
  const named = key === 'custom_details' ? 'text' : undefined;
  return Object.entries(value).flatMap(([name, each]) => textsUnder(named ?? name, each));
}
