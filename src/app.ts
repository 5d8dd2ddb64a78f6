import { sayAlert } from './alerts/say-alert.ts';
import type { Channel, ChannelIo, ChannelType, Fetch } from './channels/channel.ts';
import { channelTypes } from './channels/index.ts';
import { nodeFetch } from './channels/node-fetch.ts';
import { resolveConfig } from './config/resolve-config.ts';
import type { Env } from './config/resolve-env.ts';
import type { Config } from './config/settings.ts';
import { readInvocation } from './invocation.ts';
import { createMemoryLedger } from './ledger/memory-ledger.ts';
import { checkEndpoint } from './logs/endpoint.ts';
import { openLogClient } from './logs/log-client.ts';
import { parseTriggerEvent } from './logs/trigger-event.ts';
import { errorName } from './model/error-name.ts';
import type { BatchSummary, Journal } from './model/journal.ts';
import type { Notification } from './model/notification.ts';
import { type Pipeline, runPipeline } from './pipeline.ts';
import type { Project } from './project.ts';
import { openRuleBook } from './rule-book.ts';

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
}

/** Some of what is owed could not be told yet. Thrown so that the trigger delivers the range again. */
export class BatchIncompleteError extends Error {
  override readonly name = 'BatchIncompleteError';

  constructor(summary: BatchSummary) {
    super(`${summary.retried} of ${summary.owed} deliveries are left to a retry of this range`);
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
  let opened: { readonly config: Config; readonly pipeline: Pipeline } | undefined;

  // A configuration that is wrong is not remembered: it fails each invocation until it is mended.
  function open() {
    if (opened) return opened;
    const config = resolveConfig(project.config, env);
    checkEndpoint(config.source.endpoint, allowLoopback);
    const ledger = createMemoryLedger({ now });
    const rules = openRuleBook({
      ...project,
      changes: config.rules,
      windows: ledger.windows,
      onFault: (rule, event, error) =>
        journal({ kind: 'rule-failed', rule, event, error: errorName(error) }),
      onBound: ({ kind, correlation, count }) =>
        journal({ kind: 'correlation-bound', bound: kind, correlation, count }),
    });
    const pipeline: Pipeline = {
      logstore: config.source.logstore,
      rules,
      channels: openChannels(config.channels, { fetch, now, allowLoopback }),
      ledger,
      say(alert, channel) {
        const locale = config.channels[channel]?.locale ?? config.locale;
        const notification = sayAlert(alert, { ...config, locale });
        onSay(notification);
        return notification;
      },
      journal,
    };
    opened = { config, pipeline };
    return opened;
  }

  return {
    initialize() {
      open();
    },
    async detect(event, context) {
      const { config, pipeline } = open();
      const range = parseTriggerEvent(event, config.source);
      const { credentials, deadline } = readInvocation(context, now());
      const client = openLogClient({ source: config.source, credentials });
      const summary = await runPipeline(client, range, pipeline, { now, sleep, random, deadline });
      if (summary.retried > 0) throw new BatchIncompleteError(summary);
      return JSON.stringify(summary);
    },
  };
}

function openChannels(settings: Config['channels'], io: ChannelIo): readonly Channel[] {
  const types: readonly ChannelType[] = channelTypes;
  return Object.entries(settings).flatMap(([name, setting]) =>
    types.filter(({ type }) => type === setting.type).map((type) => type.open(name, setting, io)),
  );
}

function printLine(entry: object): void {
  console.log(JSON.stringify(entry));
}
