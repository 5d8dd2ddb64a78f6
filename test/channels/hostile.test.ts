import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Offer } from '../../src/model/action.ts';
import type { Form } from '../../src/model/delivery.ts';
import { locales } from '../../src/model/locale.ts';
import type { Notification } from '../../src/model/notification.ts';
import type { Span, Text } from '../../src/model/text.ts';
import { type Arrived, type Page, type SetUp, arrive, setUps } from './far-end.ts';
import { harmless, kinds, notificationOf } from './hostile-notifications.ts';
import { EVIL, type Hostile, longText, shortText, written } from './hostile-strings.ts';

const SHORT_RUNS = 200;
const LONG_RUNS = 12;

const forms: readonly Form[] = ['full', 'minimal'];

/** Small, since it is what a failure prints. */
const caseOf = (text: fc.Arbitrary<Hostile>) =>
  fc.record({
    // Spans hold it in every place, as other words may one day.
    kind: fc.oneof(
      fc.constantFrom(...kinds),
      fc.constantFrom('spans' as const, 'more than fits' as const),
    ),
    form: fc.constantFrom(...forms),
    locale: fc.constantFrom(...locales),
    text,
  });

test.each(
  setUps.flatMap((setUp) => [
    { name: setUp.name, size: 'short', setUp, texts: shortText, numRuns: SHORT_RUNS },
    { name: setUp.name, size: 'long', setUp, texts: longText, numRuns: LONG_RUNS },
  ]),
)('$name shows $size texts of an attacker, and they do nothing', async (each) => {
  const { setUp, texts, numRuns } = each;
  const property = fc.asyncProperty(caseOf(texts), async ({ kind, form, locale, text }) => {
    const told = notificationOf(kind, written(text), locale);
    const came = await arrive(setUp, told, form);
    const expected = await arrive(setUp, harmless(told), form);
    expect([
      ...faults(told, came, expected, form),
      ...faultsOfAnswers(setUp, told, came, form),
    ]).toEqual([]);
  });
  await fc.assert(property, { numRuns });
});

/** What is wrong with a message, compared with that of the same notification of a harmless event. */
function faults(
  told: Notification,
  came: Arrived,
  expected: Arrived,
  form: Form,
): readonly string[] {
  const found = [
    ...(expected.refusal === '' ? [] : [`the harmless one was not taken: ${expected.refusal}`]),
    ...(came.refusal === '' ? [] : [`not taken: ${came.refusal}`]),
    ...faultsOfTexts(came.payload),
    ...faultsOfLabels(told),
    ...faultsOfLinks(came.page),
    ...faultsOfPage('page', told, came.page, expected.page),
    ...(came.inItsPlace && expected.inItsPlace
      ? faultsOfPage('push', told, came.inItsPlace, expected.inItsPlace)
      : []),
    ...faultsOfWords(told, came.page, expected.page, form),
  ];
  return found.map((fault) => fault.slice(0, 400));
}

/** What no text of a message holds, whatever its vendor makes of it. */
function faultsOfTexts(payload: unknown): readonly string[] {
  return textsIn(payload).flatMap((text) => {
    const hidden = unseen.exec(text)?.[0].codePointAt(0)?.toString(16);
    return [
      ...(text.isWellFormed() ? [] : ['half a character']),
      ...(hidden === undefined ? [] : [`U+${hidden}`]),
      ...(text.toLowerCase().includes(`://${EVIL}`) ? ['an address'] : []),
    ];
  });
}

/** Controls but for our own line breaks, and what turns the direction of writing. */
const unseen = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}

const ourHosts =
  /^https:\/\/(?:[a-z]+\.console\.aliyun\.com|runbooks\.example|alerts\.example\.com)(?:\/|$)/;

/** Every link leads to where we lead people; DingTalk is asked to open it outside. */
function faultsOfLinks({ links }: Page): readonly string[] {
  return links
    .map((href) => {
      const outside = href.startsWith('dingtalk://dingtalkclient/page/link?');
      return (outside && new URL(href).searchParams.get('url')) || href;
    })
    .filter((address) => !ourHosts.test(address))
    .map((address) => `a link to ${address}`);
}

/** Each answer is offered by its own name, and leads where it did when it was made; without event text, none is. */
function faultsOfAnswers(
  { name }: SetUp,
  { offers }: Notification,
  { page, payload }: Arrived,
  form: Form,
): readonly string[] {
  const buttons = name === 'slack with buttons';
  const wanted = offers.filter(({ action }) => name !== 'pagerduty' || action !== 'acknowledge');
  const expected = wanted.map(({ label, url }) => `${label}: ${url}`);
  // A button says where in the message it stands, so what it carries is looked for there.
  const found = buttons ? buttonsIn(payload) : page.answers;
  const offered = form === 'minimal' ? [] : buttons ? wanted.map(carried) : expected;
  const shown = buttons ? page.answers.length : offered.length;
  return found.join('\n') === offered.join('\n') && shown === offered.length
    ? []
    : [`answers: ${found.join(' ')} for ${offered.join(' ')}`];
}

function carried({ action, label, token }: Offer): string {
  return `${action} ${label}: ${token}`;
}

function buttonsIn(payload: unknown): readonly string[] {
  if (typeof payload !== 'object' || payload === null) return [];
  const button = slackButton.safeParse(payload);
  if (!button.success) return Object.values(payload).flatMap(buttonsIn);
  const { action_id, text, value } = button.data;
  return [`${action_id} ${text.text}: ${value}`];
}

const slackButton = z.object({
  type: z.literal('button'),
  action_id: z.string(),
  text: z.object({ text: z.string() }),
  value: z.string(),
});

/** What is ours holds nothing of theirs: channels show it as it stands. */
function faultsOfLabels({ title, sentence, facts, footer, minimal }: Notification) {
  const spans = [title, sentence, ...facts.map(({ text }) => text), footer, ...minimal].flat();
  return spans.flatMap((span) => {
    const text = span.kind === 'label' ? span.text : '';
    return /[<>@]/.test(text) || text.includes(EVIL) || unseen.test(text) ? [`label ${text}`] : [];
  });
}

/** Event text is nothing but text: it adds no link, no mention and nothing else to the layout. */
function faultsOfPage(
  where: string,
  told: Notification,
  { links, mentions, tags }: Page,
  expected: Page,
): readonly string[] {
  const differs = (what: string, a: readonly string[], b: readonly string[]) =>
    a.join(' ') === b.join(' ') ? [] : [`${what} of ${where}: ${a.join(' ')} for ${b.join(' ')}`];
  return [
    ...differs('links', links, expected.links),
    ...differs('mentions', mentions, expected.mentions),
    ...(isShort(told) ? differs('layout', tags, expected.tags) : more(where, tags, expected.tags)),
  ];
}

/** What is long is cut, and then there may be less than expected, and the line that says so. */
function more(where: string, tags: readonly string[], expected: readonly string[]) {
  return [...new Set(tags)].flatMap((tag) => {
    const count = (all: readonly string[]) => all.filter((each) => each === tag).length;
    return count(tags) <= count(expected) + 1 ? [] : [`more of ${tag} in ${where}`];
  });
}

/** So short that nothing is cut in any channel. */
function isShort({ sentence, facts, steps, footer, title, minimal }: Notification): boolean {
  const texts = [
    sentence,
    title,
    footer,
    ...facts.map(({ text }) => text),
    ...steps.items,
    ...minimal,
  ];
  const lengths = texts.map(lengthOf);
  const sum = lengths.reduce((a, b) => a + b);
  return texts.length <= 30 && sum <= 900 && lengths.every((each) => each <= 100);
}

function lengthOf(text: Text): number {
  return text.reduce((sum, span) => sum + (span.kind === 'link' ? 0 : span.text.length), 0);
}

/** The title comes first, and what is ours is there to be read. */
function faultsOfWords(
  told: Notification,
  { words }: Page,
  expected: Page,
  form: Form,
): readonly string[] {
  const title = ours(told.title);
  const [level = ''] = title;
  const parts = [
    ...(isShort(told) ? title : [level]),
    ...(form === 'full' ? [...ours(told.sentence), ...ours(told.footer)] : []),
  ];
  const before = (all: string) => all.slice(0, all.indexOf(level));
  return [
    ...parts.filter((part) => !words.includes(part)).map((part) => `nothing says ${part}`),
    ...(before(words) === before(expected.words) ? [] : ['the title is not first']),
  ];
}

/** Our own words, and values that are words. */
function ours(text: Text): readonly string[] {
  return text
    .flatMap((span) => (span.kind === 'label' || isPlain(span) ? [span.text] : []))
    .map((words) => words.replace(/\s+/g, ' ').trim())
    .filter((words) => words !== '');
}

function isPlain(span: Span): span is Extract<Span, { kind: 'value' }> {
  return span.kind === 'value' && /^[\p{L}\p{N} .-]{1,80}$/u.test(span.text);
}
