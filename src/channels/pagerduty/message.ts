import type { Offer } from '../../model/action.ts';
import type { Form } from '../../model/delivery.ts';
import type { Level } from '../../model/level.ts';
import type { About, Notification } from '../../model/notification.ts';
import type { Text } from '../../model/text.ts';
import { characters, cut, jsonBytes, type Size } from '../cut.ts';
import { fit } from '../fit.ts';
import { layOutOffers } from '../lay-out-offers.ts';
import { layOut } from '../lay-out.ts';
import { neutralise } from '../neutralise.ts';

/** https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
const SUMMARY_CHARACTERS = 1024;
const KEY_CHARACTERS = 255;

/** Ours; PagerDuty takes 512 KB (https://developer.pagerduty.com/docs/events-api-v2/overview/), which nobody reads. */
const EVENT_BYTES = 20_000;

/** Our own bounds, in bytes of JSON. The parts that are never left out add up to less than an event. */
const LINE_BYTES = 1200;
const LINKS_BYTES = 6000;
const OFFERS_BYTES = 2000;
const FOOTER_BYTES = 1000;

/** Our own too: a title, and one value in whatever its line is counted. */
const TITLE_CHARACTERS = 300;
const VALUE_SIZE = 400;

/** Between the title and the sentence of a summary. */
const BETWEEN = ' · ';

/** What stands for us where PagerDuty wants a name. */
const OURS = 'trailbell';

/** The body of a request: https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
export interface PagerdutyEvent {
  readonly routing_key: string;
  readonly event_action: 'trigger';
  readonly dedup_key: string;
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    readonly severity: Severity;
    readonly timestamp?: string;
    readonly component?: string;
    readonly group?: string;
    readonly class?: string;
    /** In reading order. */
    readonly custom_details: Readonly<Record<string, string>>;
  };
  readonly links: readonly EventLink[];
  readonly client: string;
}

interface EventLink {
  readonly href: string;
  readonly text: string;
}

type Severity = 'critical' | 'error' | 'warning' | 'info';

const severities: Readonly<Record<Level, Severity>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  informational: 'info',
};

/** One line of the details. */
type Detail = readonly [label: string, text: string];

/** The event for `notification`, at most 20,000 bytes of JSON. Pure. */
export function formatPagerduty(
  notification: Notification,
  routingKey: string,
  form: Form = 'full',
): PagerdutyEvent {
  const { about, kind, level, steps } = notification;
  const title = line(notification.title, TITLE_CHARACTERS, characters) || OURS;
  const event = (
    summary: readonly string[],
    where: Omit<PagerdutyEvent['payload'], 'summary' | 'severity' | 'custom_details'>,
    details: readonly Detail[],
    links: readonly EventLink[],
  ): PagerdutyEvent => ({
    routing_key: routingKey,
    event_action: 'trigger',
    // The same for both forms: what was refused has opened no alert that the next one could repeat.
    dedup_key: cut(notification.id, KEY_CHARACTERS, characters),
    payload: {
      summary: summary.filter(Boolean).join(BETWEEN),
      ...where,
      // Nobody is to be woken by what never happened.
      severity: kind === 'drill' ? 'info' : severities[level],
      custom_details: gathered(details),
    },
    links,
    client: OURS,
  });

  if (form === 'minimal') {
    const lines = notification.minimal.map((text) =>
      line(
        text.filter((span) => span.kind !== 'link'),
        LINE_BYTES,
      ),
    );
    const said: Detail = [OURS, lines.filter(Boolean).join('\n')];
    const links = linksOf(notification.minimal.flat());
    return event([title], { source: OURS, ...timeOf(about) }, [said], links);
  }

  const room = SUMMARY_CHARACTERS - title.length - BETWEEN.length;
  const sentence = line(notification.sentence, room, characters);
  const links = [...linksOf(notification.links), ...answersOf(notification.offers)];
  const footer: Detail = [OURS, line(notification.footer, FOOTER_BYTES)];
  const full = (facts: readonly Detail[], kept: readonly string[], left: string) => {
    const said = kept.map((step, index) => `${index + 1}. ${step}`).join('\n');
    const details: readonly Detail[] = [...facts, [steps.label, said], ['…', left], footer];
    return event([title, sentence], placeOf(about), details, links);
  };

  const facts = notification.facts.map((fact): Detail => [
    fact.label.toWellFormed(),
    line(fact.text, LINE_BYTES),
  ]);
  const items = steps.items.map((item) => line(item, LINE_BYTES)).filter(Boolean);
  const around = Buffer.byteLength(JSON.stringify(full([], [' '], notification.cut)));
  // 8 is more than the quotes, colon and comma of a fact, or the number and line break of a step.
  const kept = fit(
    facts,
    items,
    EVENT_BYTES - around,
    (part) => jsonBytes([part].flat().join('')) + 8,
  );
  return full(kept.facts, kept.steps, kept.cut ? notification.cut : '');
}

/** For rules that route and group: https://support.pagerduty.com/docs/pd-cef */
function placeOf(about: About) {
  const { account, region, service, rule, event } = about;
  const source = [account, region].map(inert).filter(Boolean).join(' · ');
  return {
    source: source || OURS,
    ...timeOf(about),
    ...(inert(service) && { component: inert(service) }),
    ...(inert(rule) && { group: inert(rule) }),
    ...(inert(event) && { class: inert(event) }),
  };
}

function timeOf({ time }: About): { readonly timestamp?: string } {
  return time === undefined ? {} : { timestamp: time.toISOString() };
}

/** Of two that are labelled alike, the second follows the first. */
function gathered(details: readonly Detail[]): Readonly<Record<string, string>> {
  const said = new Map<string, string>();
  for (const [label, text] of details) {
    if (text === '') continue;
    const before = said.get(label);
    said.set(label, before === undefined ? text : `${before}\n${text}`);
  }
  return Object.fromEntries(said);
}

/** Without the acknowledgement: PagerDuty has its own, which stops it from calling the next person. */
function answersOf(offers: readonly Offer[]): readonly EventLink[] {
  return layOutOffers(
    offers.filter(({ action }) => action !== 'acknowledge'),
    OFFERS_BYTES,
    ({ label, url }) => ({ href: url, text: label.toWellFormed() }),
    (link) => Buffer.byteLength(JSON.stringify(link)) + 1,
  );
}

function linksOf(links: Text): readonly EventLink[] {
  const all = links.flatMap((span) =>
    span.kind === 'link' ? [{ href: span.url, text: span.label.toWellFormed() }] : [],
  );
  return all.filter((link) => Buffer.byteLength(JSON.stringify(link)) <= LINKS_BYTES / all.length);
}

function line(text: Text, max: number, size: Size = jsonBytes): string {
  const laid = layOut<string>(text, max, {
    size,
    write(span, room) {
      if (span.kind !== 'value') {
        const ours = span.kind === 'label' ? span.text : span.label;
        return cut(ours.toWellFormed(), room, size) || undefined;
      }
      return cut(neutralise(span.text), Math.min(VALUE_SIZE, room), size) || undefined;
    },
  });
  return laid.join('').trim();
}

function inert(value = ''): string {
  return cut(neutralise(value), VALUE_SIZE, characters);
}
