import { type App, createApp } from '../app.ts';
import type { Env } from '../config/resolve-env.ts';
import type { Journal } from '../model/journal.ts';
import type { Locale } from '../model/locale.ts';
import type { Notification } from '../model/notification.ts';
import type { Project } from '../project.ts';
import { forEachApp, type InboxChannel } from './inbox/apps.ts';
import { type RunningInbox, startInbox } from './inbox/inbox-server.ts';
import { localConfig } from './local-config.ts';
import { startLogService } from './log-service/log-service.ts';

export interface LocalRunOptions {
  readonly project: Project;
  readonly env: Env;
  readonly journal: Journal;
  readonly onSay: (notification: Notification) => void;
  readonly locale: Locale | undefined;
  /** The file that dead letters go to. */
  readonly deadLetters: string;
  /** For the inbox page: the first that is not taken; 0 is a free one. */
  readonly ports: readonly number[];
}

export interface LocalRun {
  readonly inbox: RunningInbox;
  /**
   * Delivers records, each the bytes of one log's `event`, and calls the handler as the trigger
   * would. Throws what the handler throws.
   */
  feed(records: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

const PROJECT = 'local-project';
const LOGSTORE = 'actiontrail_local';
const keys = { id: 'local-key', secret: 'local-secret', securityToken: 'local-token' };

/** What channels sign with, or name, and their apps check. */
const secrets: Readonly<Partial<Record<InboxChannel, string>>> = {
  dingtalk: 'SEClocal',
  feishu: 'local-secret',
  pagerduty: 'LOCAL'.padEnd(32, '0'),
  webhook: `whsec_${Buffer.from('local-secret-local-secret').toString('base64')}`,
};

/** As many logs as a delivery of ActionTrail puts into one group, more or less. */
const LOGS_PER_GROUP = 500;

/** The whole main job on this machine: the real handler between two stand-ins, over the real wire. */
export async function startLocalRun(options: LocalRunOptions): Promise<LocalRun> {
  const { project, env, journal, onSay, locale, ports, deadLetters } = options;
  const inbox = await startInbox({ secrets, ports });
  const logService = await startLogService({
    project: PROJECT,
    logstore: LOGSTORE,
    accessKeys: keys,
  }).catch(async (error: unknown) => {
    await inbox.close();
    throw error;
  });
  const config = localConfig(project.config, env, {
    source: { endpoint: logService.endpoint, project: PROJECT, logstore: LOGSTORE },
    inbox: forEachApp((channel) => {
      const secret = secrets[channel];
      const key = channel === 'pagerduty' ? 'routing_key' : 'secret';
      return { webhook: inbox.webhooks[channel], ...(secret !== undefined && { [key]: secret }) };
    }),
    locale,
    deadLetters,
  });
  const app: App = createApp({
    project: { ...project, config },
    env,
    journal,
    onSay,
    allowLoopback: true,
  });
  const close = async (): Promise<void> => {
    await Promise.all([logService.close(), inbox.close()]);
  };
  try {
    app.check();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    inbox,
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
      await app.detect(Buffer.from(JSON.stringify(event)), context());
    },
    close,
  };
}

/** What Function Compute would hand over beside the event. */
function context(): unknown {
  return {
    requestId: 'local-request',
    credentials: {
      accessKeyId: keys.id,
      accessKeySecret: keys.secret,
      securityToken: keys.securityToken,
    },
    function: { name: 'trailbell-detect', handler: 'index.handler', memory: 512, timeout: 600 },
    region: 'cn-hangzhou',
    accountId: '1234567890123456',
  };
}
