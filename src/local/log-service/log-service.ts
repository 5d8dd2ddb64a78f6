import { listen } from '../listen.ts';
import { createLogServiceApp, type SeenRequest } from './app.ts';
import { createFaults, type Fault, type FaultOptions } from './faults.ts';
import { groupByTopic, type LocalLog, type LogGroup } from './log-group.ts';
import { createShard, type CursorRange } from './shard.ts';
import type { AccessKeys } from './signature.ts';

export interface LogServiceOptions {
  readonly project: string;
  readonly logstore: string;
  readonly accessKeys: AccessKeys;
  /** How many; 1 unless said. */
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

/** A Log Service of one logstore on this machine, that the real SDK reads without knowing. */
export interface LogService {
  /** `127.0.0.1:PORT`, for the SDK's `endpoint` with `protocol: 'http'`. */
  readonly endpoint: string;
  /** Appends, grouped by topic, and answers with where they stand. */
  put(shard: number, logs: readonly LocalLog[], options?: PutOptions): CursorRange;
  /** As `put`, in groups of the caller's choosing. */
  putGroups(shard: number, groups: readonly LogGroup[], options?: PutOptions): CursorRange;
  /** All that a shard holds. */
  range(shard: number): CursorRange;
  triggerEvent(shard: number, range?: CursorRange): LogTriggerEvent;
  /** Misbehaves from the next request on; later calls queue up. */
  fail(fault: Fault, options?: FaultOptions): void;
  /** The latest requests, the oldest first. */
  requests(): readonly SeenRequest[];
  close(): Promise<void>;
}

export interface PutOptions {
  /** When the server got them, in seconds since 1970; now unless said. */
  readonly receivedAt?: number;
}

const MOST_REMEMBERED = 1000;

/** Its calls throw a RangeError for a shard that does not exist. */
export async function startLogService(options: LogServiceOptions): Promise<LogService> {
  const { project, logstore, accessKeys, now = Date.now } = options;
  const limits = {
    groups: options.maxGroupsPerPage ?? 1000,
    bytes: options.maxBytesPerPage ?? 10 * 1024 * 1024,
  };
  const shards = Array.from({ length: options.shards ?? 1 }, () => createShard(limits));
  const faults = createFaults();
  const requests: SeenRequest[] = [];
  const saw = (request: SeenRequest) => {
    requests.push(request);
    if (requests.length > MOST_REMEMBERED) requests.shift();
  };

  const app = createLogServiceApp({ project, logstore, accessKeys, shards, faults, now, saw });
  const listener = await listen(app.fetch, [0]);
  const seconds = () => Math.floor(now() / 1000);
  let tasks = 0;

  const shardAt = (id: number) => {
    const shard = shards[id];
    if (shard === undefined) throw new RangeError(`there is no shard ${id}`);
    return shard;
  };
  const putGroups: LogService['putGroups'] = (shard, groups, { receivedAt = seconds() } = {}) =>
    shardAt(shard).append(groups, receivedAt);

  return {
    endpoint: listener.host,
    put: (shard, logs, put) => putGroups(shard, groupByTopic(logs), put),
    putGroups,
    range: (shard) => shardAt(shard).all(),
    triggerEvent(shardId, range = shardAt(shardId).all()) {
      tasks += 1;
      return {
        parameter: {},
        source: {
          endpoint: `http://${listener.host}`,
          projectName: project,
          logstoreName: logstore,
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
