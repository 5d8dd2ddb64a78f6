import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type AppOptions, BatchIncompleteError, createApp } from '../../src/app.ts';
import { openFileLetters } from '../../src/deadletters/file-letters.ts';
import { openLogLetters } from '../../src/deadletters/log-letters.ts';
import type { InboxChannel } from '../../src/local/inbox/apps.ts';
import { startInbox } from '../../src/local/inbox/inbox-server.ts';
import { startLogService } from '../../src/local/log-service/log-service.ts';
import { createMemoryStore } from '../../src/local/memory-store.ts';
import { openLogClient } from '../../src/logs/log-client.ts';
import { LogServiceError } from '../../src/logs/log-service-error.ts';
import { pullPages } from '../../src/logs/pull-pages.ts';
import { readLogs } from '../../src/logs/read-logs.ts';
import type { DeadLetter } from '../../src/model/dead-letter.ts';
import type { BatchSummary, JournalEntry, SweepSummary } from '../../src/model/journal.ts';
import type { RawLog } from '../../src/model/raw-log.ts';
import type { Project } from '../../src/project.ts';
import { shippedProject } from './shipped.ts';
import { wordsOf } from './told.ts';

const KEYS = { id: 'test-key', secret: 'test-secret', securityToken: 'test-token' };
/** When logs are written, unless a test says: later than any event, in seconds since 1970. */
const LOGGED = 2_000_000_000;
const SECRET = 'SECtest0123456789';

const SOURCE = { project: 'example', logstore: 'actiontrail_example' };

/** Logstores beside the trail's, for `dead_letters` and `history`. */
export const LETTERS = 'dead-letters';
export const HISTORY = 'history';

export interface WorldOptions {
  /** More of trailbell.yml. */
  readonly settings?: Settings;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** For how long the function may run, in seconds. */
  readonly timeout?: number;
  /** From 0 up to 1: how much of a pause is waited for. None unless said. */
  readonly chance?: number;
  /** What the clock shows at first, in milliseconds since 1970; the real time unless said. */
  readonly start?: number;
  /** Let all instances share a ledger, which forgets by the world's clock. */
  readonly shared?: boolean;
  /** Keep to the vendors' rate limits. */
  readonly rateLimits?: boolean;
}

/** What is not like in the other instances. */
export interface InstanceOptions extends Partial<AppOptions> {
  /** More of trailbell.yml. */
  readonly settings?: Settings;
}

type Settings = Readonly<Record<string, unknown>>;

/**
 * The handler between a real Log Service on the wire and a DingTalk and a Slack that answer as such.
 * Sleeping takes no time: it only moves the handler's clock on.
 */
export async function startWorld(changes: Partial<Project> = {}, options: WorldOptions = {}) {
  const { settings = {}, timeout = 60, chance = 0, start = Date.now() } = options;
  let skipped = start - Date.now();
  const now = () => Date.now() + skipped;
  const sleep = async (ms: number) => {
    skipped += ms;
  };
  const logService = await startLogService({
    ...SOURCE,
    more: [LETTERS, HISTORY],
    accessKeys: KEYS,
    shards: 2,
    maxGroupsPerPage: 3,
  });
  const inbox = await startInbox({
    secrets: { dingtalk: SECRET },
    now,
    capacity: 10_000,
    rateLimits: options.rateLimits ?? false,
  });
  const store = options.shared === true ? createMemoryStore(now) : undefined;
  const directory = await mkdtemp(join(tmpdir(), 'trailbell-world-'));
  const lettersFile = join(directory, 'letters.ndjson');
  const journal: JournalEntry[] = [];
  const config = {
    source: { endpoint: '${LOG_ENDPOINT}', ...SOURCE },
    channels: {
      dingtalk: { type: 'dingtalk', webhook: '${DINGTALK_WEBHOOK}', secret: '${DINGTALK_SECRET}' },
      slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' },
    },
    dead_letters: { file: '${LETTERS_FILE}' },
    ...settings,
  };
  const env = {
    LOG_ENDPOINT: logService.endpoint,
    DINGTALK_WEBHOOK: inbox.webhooks.dingtalk,
    DINGTALK_SECRET: SECRET,
    SLACK_WEBHOOK: inbox.webhooks.slack,
    LETTERS_FILE: lettersFile,
    ...options.env,
  };
  const project: Project = { ...shippedProject(), config, ...changes };
  /** One more instance of the function, with a memory of its own. */
  const openApp = ({ settings: more, ...instance }: InstanceOptions = {}): App =>
    createApp({
      project: more === undefined ? project : { ...project, config: { ...config, ...more } },
      env,
      journal: (entry) => journal.push(entry),
      random: () => chance,
      now,
      sleep,
      allowLoopback: true,
      ...(store !== undefined && { store }),
      ...instance,
    });
  const app = openApp();

  function openStore(logstore: string) {
    const source = { ...SOURCE, endpoint: logService.endpoint, logstore };
    const credentials = {
      accessKeyId: KEYS.id,
      accessKeySecret: KEYS.secret,
      securityToken: KEYS.securityToken,
    };
    return openLogClient({ source, credentials });
  }
  const pace = { now: Date.now, sleep, random: () => 0, deadline: Infinity };

  return {
    app,
    openApp,
    config,
    project,
    now,
    sleep,
    env,
    inbox,
    journal,
    logService,
    /** What instances share; undefined unless the world's options say so. */
    store,
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
    trigger: (range: { begin: string; end: string }, shard = 0, instance: App = app) =>
      instance.detect(
        Buffer.from(JSON.stringify(logService.triggerEvent(shard, range))),
        contextOf(KEYS, timeout),
      ),
    /** Calls the function as its timer would. */
    sweep: async (instance: App = app): Promise<SweepSummary> =>
      JSON.parse(await instance.sweep(contextOf(KEYS, timeout))),
    /** Both in one, for a batch that is expected to succeed. */
    async deliver(records: readonly unknown[], time = LOGGED): Promise<BatchSummary> {
      return JSON.parse(await this.trigger(this.put(records, 0, time)));
    },
    /** Calls the handler for a range again and again, until it succeeds or has been called so often. */
    async triggerUntilDone(
      range: { begin: string; end: string },
      { shard = 0, instance = app, most = 20, pauseMs = 0 } = {},
    ): Promise<{ readonly calls: number; readonly summary: BatchSummary }> {
      for (let calls = 1; ; calls += 1) {
        try {
          return { calls, summary: JSON.parse(await this.trigger(range, shard, instance)) };
        } catch (error) {
          if (calls === most || !isLeft(error)) throw error;
          await sleep(pauseMs);
        }
      }
    },
    /** What readers of a channel see, the oldest first: all the words of each message. */
    shown: (channel: InboxChannel): readonly string[] =>
      inbox
        .messages()
        .filter((message) => message.channel === channel && message.fate === 'shown')
        .map(({ payload }) => wordsOf(payload)),
    /** The lines of one kind in the journal. */
    journaled: <Kind extends JournalEntry['kind']>(kind: Kind) =>
      journal.filter(
        (entry): entry is Extract<JournalEntry, { kind: Kind }> => entry.kind === kind,
      ),
    /** All dead letters, those of the file before those of the logstore. */
    async letters(): Promise<readonly DeadLetter[]> {
      const letters: DeadLetter[] = [];
      const stores = [openFileLetters(lettersFile), openLogLetters(openStore(LETTERS), () => pace)];
      for (const store of stores) {
        for await (const entry of store.read(0)) {
          if (entry.kind === 'unreadable') throw new Error('a dead letter cannot be read');
          if (entry.kind !== 'settled') letters.push(entry);
        }
      }
      return letters;
    },
    /** The logs that a logstore holds. */
    async logs(logstore: string): Promise<readonly RawLog[]> {
      const client = openStore(logstore);
      const logs: RawLog[] = [];
      for (const shard of await client.shards(5_000)) {
        const { begin, end } = logService.range(shard, logstore);
        const range = { shard, beginCursor: begin, endCursor: end };
        for await (const page of pullPages(client, range, pace, () => {})) {
          logs.push(...readLogs(page, { logstore, shard }));
        }
      }
      return logs;
    },
    async close() {
      await Promise.all([logService.close(), inbox.close(), rm(directory, { recursive: true })]);
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

export function contextOf(keys = KEYS, timeout = 60): unknown {
  return {
    requestId: 'test-request',
    credentials: {
      accessKeyId: keys.id,
      accessKeySecret: keys.secret,
      securityToken: keys.securityToken,
    },
    function: { name: 'trailbell-detect', handler: 'index.handler', memory: 512, timeout },
    region: 'cn-hangzhou',
    accountId: '1234567890123456',
  };
}

function eventContent(record: unknown): string | Uint8Array {
  return typeof record === 'string' || record instanceof Uint8Array
    ? record
    : JSON.stringify(record);
}

/** Whether a call failed because it could not get everything done. */
function isLeft(error: unknown): boolean {
  return (
    error instanceof BatchIncompleteError || (error instanceof LogServiceError && error.passing)
  );
}
