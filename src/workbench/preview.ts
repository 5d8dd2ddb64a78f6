import { recordTime } from '../actiontrail/describe-record.ts';
import { readRecord } from '../actiontrail/read-record.ts';
import { digestAlerts } from '../alerts/digest-alerts.ts';
import { groupMatches } from '../alerts/group-matches.ts';
import type { Routable } from '../alerts/matchers.ts';
import { routesOf } from '../alerts/route.ts';
import { routableOf } from '../batch.ts';
import type { Channel, Fetch } from '../channels/channel.ts';
import { previewConfig, type PreviewWish } from '../config/preview-config.ts';
import type { Env } from '../config/resolve-env.ts';
import { matchPage } from '../match-page.ts';
import type { Due } from '../model/alert.ts';
import type { Form } from '../model/delivery.ts';
import type { Journal } from '../model/journal.ts';
import type { Notification } from '../model/notification.ts';
import type { RawLog } from '../model/raw-log.ts';
import type { Routed } from '../model/routing.ts';
import { openInstance } from '../open-instance.ts';
import type { Project } from '../project.ts';
import { applyChange } from '../rule-changes.ts';
import type { Heading } from '../sigma/rule.ts';
import { openTally } from '../tally.ts';
import { madeUpLog } from './made-up-log.ts';

export interface PreviewOptions extends PreviewWish {
  readonly project: Project;
  readonly env: Env;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears of rules that could not be evaluated, and the like. */
  readonly journal: Journal;
}

/** What records would have people told. */
export interface Foreseen {
  /** The gravest first. `routed.channels` are those that would be told, the shown one or not. */
  readonly due: readonly Due[];
  /** Records that cannot be read, by their place from 0. */
  readonly malformed: readonly { readonly index: number; readonly why: string }[];
  /** Service and name of each event that could be read, by its record's place. */
  readonly events: ReadonlyMap<number, { readonly service: string; readonly name: string }>;
  /** Titles of the rules that matched and only count for correlation rules, none of which rang. */
  readonly waiting: readonly string[];
}

/** A message, worded and as the channel's vendor would get it. */
export interface Shown {
  readonly notification: Notification;
  /** The body of the request: JSON. */
  readonly body: string;
}

export interface Preview {
  /** The name of the channel that messages are shown for. */
  readonly channel: string;
  readonly type: string;
  /** Whether trailbell.yml has no such channel. */
  readonly isMadeUp: boolean;
  /** Variables that are not set, and what needs them was left out. */
  readonly unset: readonly string[];
  /** Whether trailbell.yml switches a rule off. */
  isOff(rule: Heading): boolean;
  /** Reads and matches records, as JSON texts, as if one batch held them. */
  foresee(records: readonly string[]): Promise<Foreseen>;
  showAlert(due: Due, form: Form): Promise<Shown>;
  /** All of them in one message. Throws where there is none. */
  showDigest(due: readonly Due[], form: Form): Promise<Shown>;
}

/**
 * Shows the messages of one channel without telling anybody: project and records → alerts → the very
 * request that the channel would make, which goes nowhere. Undefined where there is no such channel;
 * throws a ConfigError where trailbell.yml is wrong.
 */
export function openPreview(options: PreviewOptions): Preview | undefined {
  const { project, env, now, journal } = options;
  const found = previewConfig(project.config, env, options);
  if (found === undefined) return undefined;
  const { channel: name, type, isMadeUp, unset } = found;
  const wire = openDeadWire();
  const { config, routing, channels, story } = openInstance({
    project: { ...project, config: found.config },
    env,
    journal,
    onSay: () => {},
    now,
    fetch: wire.fetch,
    allowLoopback: false,
  });

  /** How it would be told. Where nobody would be, by the route that takes it all the same. */
  function wayOf(finding: Routable): Routed {
    const ways = story.route(finding, { now: now() });
    const [first] = ways.values();
    const occurrence = { rule: finding.rule, event: finding.events.at(-1) };
    const [route = routing.tree.route] = routesOf(occurrence, routing);
    const nobody = { route, channels: [], mutedBy: undefined, isLate: false };
    return ways.get(name) ?? first ?? nobody;
  }

  async function show(notification: Notification, form: Form): Promise<Shown> {
    const channel = channels.find((each) => each.name === name);
    return { notification, body: await wire.bodyOf(channel, notification, form, now()) };
  }

  return {
    channel: name,
    type,
    isMadeUp,
    unset,
    isOff: (rule) => applyChange(rule, config.rules) === undefined,
    async foresee(records) {
      const logs = records.map((text, index) => writtenNow(text, index, now()));
      const page = matchPage(
        logs,
        story.rules,
        openTally(() => {}, now),
      );
      const correlated = await story.rules.correlate(page.sightings);
      const groups = groupMatches();
      const logged = now();
      for (const match of page.matches) {
        const routed = wayOf(routableOf({ ...match, logged }));
        groups.add(match.rule, match.event, { channels: [name], mayRepeat: false, routed });
      }
      for (const each of correlated) {
        const routed = wayOf(routableOf({ ...each, logged }));
        groups.addCorrelated(each, { channels: [name], mayRepeat: false, routed });
      }
      const waiting = correlated.length > 0 ? [] : page.sightings.map(({ rule }) => rule.title);
      return {
        due: groups.due(),
        malformed: page.malformed.map(({ log, why }) => ({ index: log.origin.index, why })),
        events: eventsOf(logs),
        waiting: [...new Set(waiting)],
      };
    },
    showAlert({ alert }, form) {
      const circumstances = { mayRepeat: false, keptBack: undefined };
      return show(story.say(alert, name, circumstances), form);
    },
    showDigest(due, form) {
      const digest = digestAlerts(
        due.map(({ alert }) => ({ alert, keptBack: undefined })),
        'too-many',
      );
      return show(story.sayDigest(digest, name, false), form);
    },
  };
}

/** Takes what a channel would send, and sends none of it. */
function openDeadWire() {
  let taken: string | undefined;
  const fetch: Fetch = async (_url, { body }) => {
    taken = body;
    return { status: 200, headers: new Headers(), body: null };
  };
  return {
    fetch,
    async bodyOf(
      channel: Channel | undefined,
      notification: Notification,
      form: Form,
      now: number,
    ): Promise<string> {
      taken = undefined;
      await channel?.send(notification, now + PATIENCE_MS, form);
      if (taken === undefined) throw new Error('the channel made no request');
      return taken;
    },
  };
}

/** Nothing is waited for: any time will do. */
const PATIENCE_MS = 10_000;

/**
 * A record as Log Service would hold it, written now. What says that it happens later was written then:
 * a trail never delivers what is still to come.
 */
function writtenNow(text: string, index: number, now: number): RawLog {
  const log = madeUpLog(text, now, index);
  const reading = readRecord(log);
  const happened = reading.kind === 'record' ? recordTime(reading.record).getTime() : now;
  return { ...log, time: () => Math.max(now, happened) / 1000 };
}

function eventsOf(logs: readonly RawLog[]): Foreseen['events'] {
  return new Map(
    logs.flatMap((log) => {
      const reading = readRecord(log);
      if (reading.kind === 'malformed') return [];
      const { service, name } = reading.record;
      return [[log.origin.index, { service, name }]];
    }),
  );
}
