import { randomUUID } from 'node:crypto';
import { sayAlert } from './alerts/say-alert.ts';
import { sayNotice } from './alerts/say-notice.ts';
import type { Channel, ChannelIo, ChannelType, Fetch } from './channels/channel.ts';
import { channelTypes } from './channels/index.ts';
import { nodeFetch } from './channels/node-fetch.ts';
import { resolveConfig } from './config/resolve-config.ts';
import type { Env } from './config/resolve-env.ts';
import type { Config } from './config/settings.ts';
import { recordedChannel } from './delivery/recorded-channel.ts';
import { errorReason } from './error-reason.ts';
import { readInvocation } from './invocation.ts';
import type { Ledger } from './ledger/ledger.ts';
import { checkEndpoint } from './logs/endpoint.ts';
import { openLogClient } from './logs/log-client.ts';
import type { Credentials } from './logs/log-source.ts';
import { parseTriggerEvent } from './logs/trigger-event.ts';
import type { DeadLetter } from './model/dead-letter.ts';
import { errorName } from './model/error-name.ts';
import type { BatchSummary, Journal } from './model/journal.ts';
import type { Notice } from './model/notice.ts';
import type { Notification } from './model/notification.ts';
import { openLedger } from './open-ledger.ts';
import { type Pipeline, runPipeline, type Turn } from './pipeline.ts';
import type { Project } from './project.ts';
import { redrive, type Redriven } from './redrive.ts';
import { openRuleBook } from './rule-book.ts';
import { ruleId } from './rule-faults.ts';
import { openDeadLetters, openHistory } from './stores.ts';

export type { Redriven } from './redrive.ts';

/** The world as the app sees it; what is left out is the real one. */
export interface AppOptions {
  readonly project: Project;
  readonly env: Env;
  readonly journal?: Journal;
  /** Hears of every message as it is worded, before a channel lays it out. */
  readonly onSay?: (notification: Notification) => void;
  readonly fetch?: Fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly random?: () => number;
  /** Talk plain HTTP to a Log Service and webhooks on this machine: the local stand-ins. */
  readonly allowLoopback?: boolean;
}

export interface App {
  /** Function Compute's initializer. Throws a ConfigError, every time, until it is mended. */
  initialize(): void;
  /**
   * Function Compute's handler for the Log Service trigger: answers with the batch's summary, one
   * line of JSON. Throws where the batch must come again, so that it is never acknowledged by mistake.
   */
  detect(event: unknown, context: unknown): Promise<string>;
  /** Tries a dead letter once more, with the context of a call. Throws what reading its range throws. */
  redrive(letter: DeadLetter, context: unknown): Promise<Redriven>;
}

/** Some of what is owed could not be told yet. Thrown so that the trigger delivers the range again. */
export class BatchIncompleteError extends Error {
  override readonly name = 'BatchIncompleteError';

  constructor({ retried, owed, elsewhere }: BatchSummary) {
    const others = elsewhere > 0 ? `, and ${elsewhere} findings to another invocation` : '';
    super(`${retried} of ${owed} deliveries are left to a retry of this range${others}`);
  }
}

/** The composition root. Nothing is opened before it is needed. */
export function createApp({
  project,
  env,
  journal = printLine,
  onSay = () => {},
  fetch = nodeFetch,
  now = Date.now,
  sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random = Math.random,
  allowLoopback = false,
}: AppOptions): App {
  let opened: Opened | undefined;

  // A configuration that is wrong is not remembered: it fails each invocation until it is mended.
  function open(): Opened {
    if (opened) return opened;
    const config = resolveConfig(project.config, env);
    checkEndpoint(config.source.endpoint, allowLoopback);
    const faults = new Map<string, Notice>();
    const ledger = openLedger(config.ledger, { now, journal });
    const rules = openRuleBook({
      ...project,
      changes: config.rules,
      windows: ledger.windows,
      onFault(rule, event, thrown) {
        const error = errorName(thrown);
        journal({ kind: 'rule-failed', rule, event, error });
        if (!faults.has(rule)) {
          faults.set(rule, { kind: 'rule-failed', rule, title: titleOf(project, rule), error });
        }
      },
      onBound: ({ kind, correlation, count }) =>
        journal({ kind: 'correlation-bound', bound: kind, correlation, count }),
    });
    const localeOf = (channel: string) => config.channels[channel]?.locale ?? config.locale;
    const say = (notification: Notification): Notification => {
      onSay(notification);
      return notification;
    };
    opened = {
      config,
      ledger,
      channels: openChannels(config.channels, { fetch, now, allowLoopback }),
      story: {
        logstore: config.source.logstore,
        rules,
        ledger,
        say: (alert, channel, circumstances) =>
          say(sayAlert(alert, { ...config, locale: localeOf(channel) }, circumstances)),
        sayNotice: (notice, occasion, channel) =>
          say(sayNotice(notice, occasion, localeOf(channel))),
        repeatIntervalMs: ({ id }) => config.rules[id]?.repeat_interval ?? config.repeat_interval,
        takeFaults() {
          const taken = [...faults.values()];
          faults.clear();
          return taken;
        },
        giveUp: { attempts: config.delivery.attempts, maxAgeMs: config.delivery.max_age },
        journal,
      },
    };
    return opened;
  }

  /** What lives for one call: the role's credentials expire, and so do connections. */
  async function takeTurn<Answer>(
    context: unknown,
    act: (called: Called) => Promise<Answer>,
  ): Promise<Answer> {
    // Opening takes of the time, too.
    const called = now();
    const { config, ledger, channels, story } = open();
    const { credentials, deadline, end } = readInvocation(context, called);
    const turn = {
      now,
      sleep,
      random,
      deadline,
      owner: randomUUID(),
      leaseEnd: end + CLOCK_SKEW_MS,
    };
    // Nothing is told so late, but what was told is written down nearly until the end.
    const writing = { ...turn, deadline: end - LAST_MOMENT_MS };
    const history = openHistory(config, credentials, writing);
    const letters = openDeadLetters(config, credentials, writing);
    const pipeline: Pipeline = {
      ...story,
      channels: channels.map((channel) => recordedChannel(channel, history.add, now)),
      keepsLetters: letters !== undefined,
      keepLetters: async (all) => letters?.write(all),
    };
    ledger.wake();
    try {
      return await act({ source: config.source, credentials, turn, pipeline });
    } catch (error) {
      await waitForLedger(ledger, turn);
      throw error;
    } finally {
      await history.write().catch((error: unknown) => {
        const why = { count: history.count(), error: errorReason(error), lost: true };
        journal({ kind: 'not-written', what: 'history', ...why });
      });
      await ledger.rest();
    }
  }

  return {
    initialize() {
      open();
    },
    async detect(event, context) {
      return takeTurn(context, async ({ source, credentials, pipeline, turn }) => {
        const range = parseTriggerEvent(event, source);
        const client = openLogClient({ source, credentials });
        const summary = await runPipeline(client, range, pipeline, turn);
        if (summary.retried + summary.elsewhere > 0) throw new BatchIncompleteError(summary);
        return JSON.stringify(summary);
      });
    },
    async redrive(letter, context) {
      return takeTurn(context, ({ source, credentials, pipeline, turn }) => {
        const client = openLogClient({ source, credentials });
        return redrive(letter, { client, pipeline, turn });
      });
    },
  };
}

/**
 * What fails comes again, perhaps to another instance: better that the ledger knows by then what was
 * told while it was away.
 */
async function waitForLedger(ledger: Ledger, { now, sleep, deadline }: Turn): Promise<void> {
  while (!(await ledger.catchUp()) && now() + LEDGER_PAUSE_MS < deadline) {
    await sleep(LEDGER_PAUSE_MS);
  }
}

const LEDGER_PAUSE_MS = 1_000;

/** What is made once an instance, but for what each call brings. */
interface Opened {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly channels: readonly Channel[];
  readonly story: Omit<Pipeline, 'channels' | 'keepsLetters' | 'keepLetters'>;
}

interface Called {
  readonly source: Config['source'];
  readonly credentials: Credentials;
  readonly turn: Turn;
  readonly pipeline: Pipeline;
}

/** For what is logged and closed at the very end. */
const LAST_MOMENT_MS = 500;

/** By how much the clocks of two instances may differ. */
const CLOCK_SKEW_MS = 2_000;

function openChannels(settings: Config['channels'], io: ChannelIo): readonly Channel[] {
  const types: readonly ChannelType[] = channelTypes;
  return Object.entries(settings).flatMap(([name, setting]) =>
    types.filter(({ type }) => type === setting.type).map((type) => type.open(name, setting, io)),
  );
}

function titleOf({ rules }: Project, id: string): string {
  return rules.find(({ rule }) => ruleId(rule) === id)?.rule.title ?? id;
}

function printLine(entry: object): void {
  console.log(JSON.stringify(entry));
}
