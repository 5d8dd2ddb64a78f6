import { listen } from '../listen.ts';
import { createLogServiceApp, type SeenRequest } from './app.ts';
import { createFaults, type Fault, type FaultOptions } from './faults.ts';
import { groupByTopic, type LocalLog, type LogGroup } from './log-group.ts';
import { createLogstore } from './logstore.ts';
import type { CursorRange } from './shard.ts';
import type { AccessKeys } from './signature.ts';

export interface LogServiceOptions {
  readonly project: string;
  readonly logstore: string;
  /** The names of more logstores, for what else is written: dead letters, a history. */
  readonly more?: readonly string[];
  readonly accessKeys: AccessKeys;
  /** How many in each logstore; 1 unless said. */
  readonly shards?: number;
  /** Cut pages shorter than a caller asked for, as the service does with large groups. */
  readonly maxGroupsPerPage?: number;
  readonly maxBytesPerPage?: number;
  /** Milliseconds since 1970. The signatures of requests are checked against it. */
  readonly now?: () => number;
}

/** What Function Compute hands to a function whose trigger found `range` in a shard. */
export interface LogTriggerEvent {
  readonly parameter: Readonly<Record<string, unknown>>;
  readonly source: {
    readonly endpoint: string;
    readonly projectName: string;
    readonly logstoreName: string;
    readonly shardId: number;
    readonly beginCursor: string;
    readonly endCursor: string;
  };
  readonly jobName: string;
  readonly taskId: string;
  readonly cursorTime: number;
}

/** A Log Service of one project on this machine, that the real SDK reads and writes without knowing. */
export interface LogService {
  /** `127.0.0.1:PORT`, for the SDK's `endpoint` with `protocol: 'http'`. */
  readonly endpoint: string;
  /** Appends, grouped by topic, and answers with where they stand. */
  put(shard: number, logs: readonly LocalLog[], options?: PutOptions): CursorRange;
  /** As `put`, in groups of the caller's choosing. */
  putGroups(shard: number, groups: readonly LogGroup[], options?: PutOptions): CursorRange;
  /** All that a shard holds. */
  range(shard: number, logstore?: string): CursorRange;
  /** Of the logstore that has a trigger: the first. */
  triggerEvent(shard: number, range?: CursorRange): LogTriggerEvent;
  /** Misbehaves from the next request on; later calls queue up. */
  fail(fault: Fault, options?: FaultOptions): void;
  /** The latest requests, the oldest first. */
  requests(): readonly SeenRequest[];
  close(): Promise<void>;
}

export interface PutOptions {
  /** The first unless said. */
  readonly logstore?: string;
  /** When the server got them, in seconds since 1970; now unless said. */
  readonly receivedAt?: number;
}

const MOST_REMEMBERED = 1000;

/** Its calls throw a RangeError for a shard or a logstore that does not exist. */
export async function startLogService(options: LogServiceOptions): Promise<LogService> {
  const { project, logstore: first, more = [], accessKeys, now = Date.now } = options;
  const limits = {
    groups: options.maxGroupsPerPage ?? 1000,
    bytes: options.maxBytesPerPage ?? 10 * 1024 * 1024,
  };
  const logstores = new Map(
    [first, ...more].map((name) => [name, createLogstore(options.shards ?? 1, limits)]),
  );
  const faults = createFaults();
  const requests: SeenRequest[] = [];
  const saw = (request: SeenRequest) => {
    requests.push(request);
    if (requests.length > MOST_REMEMBERED) requests.shift();
  };

  const app = createLogServiceApp({
    name: project,
    logstores,
    accessKeys,
    faults,
    now,
    saw,
  });
  const listener = await listen(app.fetch, [0]);
  const seconds = () => Math.floor(now() / 1000);
  let tasks = 0;

  const shardAt = (id: number, logstore = first) => {
    const shard = logstores.get(logstore)?.shards[id];
    if (shard === undefined) throw new RangeError(`there is no shard ${id} in ${logstore}`);
    return shard;
  };
  const putGroups: LogService['putGroups'] = (
    shard,
    groups,
    { receivedAt = seconds(), logstore } = {},
  ) => shardAt(shard, logstore).append(groups, receivedAt);

  return {
    endpoint: listener.host,
    put: (shard, logs, put) => putGroups(shard, groupByTopic(logs), put),
    putGroups,
    range: (shard, logstore) => shardAt(shard, logstore).all(),
    triggerEvent(shardId, range = shardAt(shardId).all()) {
      tasks += 1;
      return {
        parameter: {},
        source: {
          endpoint: `http://${listener.host}`,
          projectName: project,
          logstoreName: first,
          shardId,
          beginCursor: range.begin,
          endCursor: range.end,
        },
        jobName: 'local',
        taskId: `local-${tasks}`,
        cursorTime: seconds(),
      };
    },
    fail: (fault, faultOptions = {}) => faults.add(fault, faultOptions),
    requests: () => [...requests],
    close: () => listener.close(),
  };
}
