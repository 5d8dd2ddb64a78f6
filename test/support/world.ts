import { type App, createApp } from '../../src/app.ts';
import { startInbox } from '../../src/local/inbox/inbox-server.ts';
import { startLogService } from '../../src/local/log-service/log-service.ts';
import type { BatchSummary, JournalEntry } from '../../src/model/journal.ts';
import { readProject, type Project } from '../../src/project.ts';

const KEYS = { id: 'test-key', secret: 'test-secret', securityToken: 'test-token' };
/** When logs are written, unless a test says: later than any event, in seconds since 1970. */
const LOGGED = 2_000_000_000;
const SECRET = 'SECtest0123456789';

/** The handler between a real Log Service on the wire and a DingTalk and a Slack that answer as such. */
export async function startWorld(changes: Partial<Project> = {}) {
  const logService = await startLogService({
    project: 'example',
    logstore: 'actiontrail_example',
    accessKeys: KEYS,
    shards: 2,
    maxGroupsPerPage: 3,
  });
  const inbox = await startInbox({ dingtalkSecret: SECRET });
  const journal: JournalEntry[] = [];
  const config = {
    source: { endpoint: '${LOG_ENDPOINT}', project: 'example', logstore: 'actiontrail_example' },
    channels: {
      dingtalk: { type: 'dingtalk', webhook: '${DINGTALK_WEBHOOK}', secret: '${DINGTALK_SECRET}' },
      slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' },
    },
  };
  const env = {
    LOG_ENDPOINT: logService.endpoint,
    DINGTALK_WEBHOOK: inbox.dingtalkWebhook,
    DINGTALK_SECRET: SECRET,
    SLACK_WEBHOOK: inbox.slackWebhook,
  };
  const app: App = createApp({
    project: { ...readProject('.'), config, ...changes },
    env,
    journal: (entry) => journal.push(entry),
    random: () => 0,
    allowLoopback: true,
  });
  return {
    app,
    env,
    inbox,
    journal,
    logService,
    /** Puts records (text and bytes as they are) into a shard, one group each, and says where. */
    put(records: readonly unknown[], shard = 0, time = LOGGED) {
      return logService.putGroups(
        shard,
        records.map((record) => ({
          topic: 'actiontrail_event',
          logs: [{ time, contents: { event: eventContent(record) } }],
        })),
      );
    },
    /** Calls the handler as the trigger would for a range. */
    trigger: (range: { begin: string; end: string }, shard = 0) =>
      app.detect(
        Buffer.from(JSON.stringify(logService.triggerEvent(shard, range))),
        contextOf(KEYS),
      ),
    /** Both in one, for a batch that is expected to succeed. */
    async deliver(records: readonly unknown[], time = LOGGED): Promise<BatchSummary> {
      return JSON.parse(await this.trigger(this.put(records, 0, time)));
    },
    async close() {
      await Promise.all([logService.close(), inbox.close()]);
    },
  };
}

export function contextOf(keys = KEYS): unknown {
  return {
    requestId: 'test-request',
    credentials: {
      accessKeyId: keys.id,
      accessKeySecret: keys.secret,
      securityToken: keys.securityToken,
    },
    function: { name: 'trailbell-detect', handler: 'index.handler', memory: 512, timeout: 60 },
    region: 'cn-hangzhou',
    accountId: '1234567890123456',
  };
}

function eventContent(record: unknown): string | Uint8Array {
  return typeof record === 'string' || record instanceof Uint8Array
    ? record
    : JSON.stringify(record);
}
