import { randomBytes } from 'node:crypto';
import { createApp } from '../app.ts';
import type { Env } from '../config/resolve-env.ts';
import type { Journal } from '../model/journal.ts';
import type { Locale } from '../model/locale.ts';
import type { Notification } from '../model/notification.ts';
import type { Project } from '../project.ts';
import { forEachApp } from './inbox/apps.ts';
import type { RunningInbox } from './inbox/inbox-server.ts';
import { localConfig, realChannels } from './local-config.ts';
import { createMemoryStore } from './memory-store.ts';
import {
  accessKeys,
  LOGSTORE,
  PROJECT,
  secrets,
  type StandInOptions,
  type StandIns,
  startStandIns,
} from './stand-ins.ts';

export interface LocalRunOptions extends StandInOptions {
  readonly project: Project;
  readonly env: Env;
  readonly journal: Journal;
  readonly onSay: (notification: Notification) => void;
  readonly locale: Locale | undefined;
  /** The file that dead letters go to. */
  readonly deadLetters: string;
}

export interface LocalRun {
  readonly inbox: RunningInbox;
  /** Where alerts are answered, such as `http://127.0.0.1:8788`; undefined where nobody can. */
  readonly webUrl: string | undefined;
  /** The channels that ring outside of this machine, by name. */
  readonly realChannels: readonly string[];
  /**
   * Delivers records, each the bytes of one log's `event`, and calls the handler as the trigger
   * would. Throws what the handler throws.
   */
  feed(records: readonly Uint8Array[]): Promise<void>;
  /** Calls the sweep's handler as the timer would. Throws what the handler throws. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** As many logs as a delivery of ActionTrail puts into one group, more or less. */
const LOGS_PER_GROUP = 500;

/**
 * The whole product on this machine: the real handlers between stand-ins, over the real wire. Where
 * people can answer, the functions share a ledger in this process; elsewhere nothing outlives a call.
 */
export async function startLocalRun(options: LocalRunOptions): Promise<LocalRun> {
  const { project, env, journal, onSay } = options;
  const standIns = await startStandIns(options);
  const { logService, inbox, answers, close } = standIns;
  const functions = {
    project: { ...project, config: configOf(options, standIns) },
    env,
    journal,
    allowLoopback: true,
    ...(answers && { store: createMemoryStore(Date.now) }),
  };
  const app = createApp({ ...functions, onSay });
  try {
    app.check();
    await answers?.pages.open(functions);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    inbox,
    webUrl: answers?.pages.origin,
    realChannels: realChannels(project.config, env),
    async feed(records) {
      const begin = logService.range(0).end;
      const time = Math.floor(Date.now() / 1000);
      for (let at = 0; at < records.length; at += LOGS_PER_GROUP) {
        const group = records.slice(at, at + LOGS_PER_GROUP);
        logService.put(
          0,
          group.map((event) => ({ time, topic: 'actiontrail_event', contents: { event } })),
        );
      }
      const event = logService.triggerEvent(0, { begin, end: logService.range(0).end });
      await app.detect(Buffer.from(JSON.stringify(event)), contextOf('trailbell-detect'));
    },
    async sweep() {
      await app.sweep(contextOf('trailbell-sweep'));
    },
    close,
  };
}

/** The value of trailbell.yml that leads to the stand-ins. */
function configOf(
  { project, env, locale, deadLetters }: LocalRunOptions,
  { logService, inbox, answers }: StandIns,
): unknown {
  return localConfig(project.config, env, {
    source: { endpoint: logService.endpoint, project: PROJECT, logstore: LOGSTORE },
    inbox: forEachApp((channel) => {
      const secret = secrets[channel];
      const key = channel === 'pagerduty' ? 'routing_key' : 'secret';
      return {
        webhook: inbox.webhooks[channel],
        ...(secret !== undefined && { [key]: secret }),
        ...(answers && channel === 'slack' && { interactive: true }),
      };
    }),
    locale,
    deadLetters,
    web: answers && {
      url: answers.pages.origin,
      // Of this run alone: what the links of an earlier one are about is forgotten.
      keys: [randomBytes(32).toString('base64')],
      slack_signing_secrets: [answers.slackSecret],
    },
  });
}

/** What Function Compute would hand over beside the event. */
function contextOf(name: string): unknown {
  return {
    requestId: 'local-request',
    credentials: {
      accessKeyId: accessKeys.id,
      accessKeySecret: accessKeys.secret,
      securityToken: accessKeys.securityToken,
    },
    function: { name, handler: 'index.handler', memory: 512, timeout: 600 },
    region: 'cn-hangzhou',
    accountId: '1234567890123456',
  };
}
