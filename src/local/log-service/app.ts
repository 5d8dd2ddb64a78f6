import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { Fault, Faults, Operation } from './faults.ts';
import { getCursor, getCursorTime, listShards, pullLogs } from './operations.ts';
import { errorResponse, serviceError } from './refusal.ts';
import type { Shard } from './shard.ts';
import { checkSignature, type AccessKeys } from './signature.ts';

export interface LogStore {
  readonly project: string;
  readonly logstore: string;
  readonly accessKeys: AccessKeys;
  readonly shards: readonly Shard[];
  readonly faults: Faults;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every request, once its answer is known. */
  readonly saw: (request: SeenRequest) => void;
}

/** A request as it is remembered: without keys, token and signature. */
export interface SeenRequest {
  readonly operation: Operation;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whether it carried a security token, that is: temporary keys. */
  readonly temporaryKeys: boolean;
  readonly answer: number | 'hang' | 'reset';
}

type Env = { Bindings: HttpBindings };

/** Which operation the `type` parameter of a shard's path asks for. */
const operations: ReadonlyMap<string, Operation> = new Map([
  ['cursor', 'GetCursor'],
  ['cursor_time', 'GetCursorTime'],
  ['log', 'PullLogs'],
]);

/** The part of Log Service that reading a logstore takes, over the real wire. */
export function createLogServiceApp(store: LogStore): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/logstores/:logstore/shards', (c) => answer(c, store, 'ListShards'));
  app.get('/logstores/:logstore/shards/:shard', (c) => {
    const operation = operations.get(c.req.query('type') ?? 'log');
    return operation === undefined ? c.notFound() : answer(c, store, operation);
  });
  app.notFound(() => errorResponse(serviceError(404, 'InvalidAction', 'No such operation here.')));
  return app;
}

async function answer(c: Context<Env>, store: LogStore, operation: Operation): Promise<Response> {
  const remember = (outcome: SeenRequest['answer']) =>
    store.saw({
      operation,
      path: c.req.path,
      query: c.req.query(),
      temporaryKeys: c.req.header('x-acs-security-token') !== undefined,
      answer: outcome,
    });
  const fault = store.faults.take(operation);
  if (fault?.kind === 'hang' || fault?.kind === 'reset') {
    remember(fault.kind);
    if (fault.kind === 'reset') c.env.incoming.socket.destroy();
    return new Promise<Response>(() => {});
  }
  const response = fault === undefined ? perform(c, store, operation) : misbehave(fault);
  remember(response.status);
  return response;
}

function misbehave(fault: Exclude<Fault, { kind: 'hang' | 'reset' }>): Response {
  if (fault.kind === 'garble') {
    const headers = { 'x-log-compresstype': 'lz4', 'x-log-bodyrawsize': '64', 'x-log-count': '1' };
    return new Response(new Uint8Array(16).fill(0xff), { headers });
  }
  const { status, errorCode, retryAfterSeconds } = fault;
  return errorResponse(
    serviceError(status, errorCode, `${errorCode}, as told to answer.`),
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

function perform(c: Context<Env>, store: LogStore, operation: Operation): Response {
  const { hostname, searchParams } = new URL(c.req.url);
  // On this machine the project may be left out of the host; where it stands, it has to be ours.
  const project = hostname.split('.')[0] ?? '';
  if (!['127.0.0.1', 'localhost'].includes(hostname) && project !== store.project) {
    const message = `The Project does not exist : ${project}`;
    return errorResponse(serviceError(404, 'ProjectNotExist', message));
  }
  const refusal = checkSignature(c.req.raw, store.accessKeys, store.now());
  if (refusal !== undefined) return errorResponse(refusal);
  const logstore = c.req.param('logstore') ?? '';
  if (logstore !== store.logstore) {
    const message = `logstore ${logstore} does not exist`;
    return errorResponse(serviceError(404, 'LogStoreNotExist', message));
  }
  if (operation === 'ListShards') return listShards(store.shards);
  const id = c.req.param('shard') ?? '';
  const shard = /^\d+$/.test(id) ? store.shards[Number(id)] : undefined;
  if (shard === undefined) {
    return errorResponse(serviceError(400, 'ShardNotExist', `Shard ${id} does not exist.`));
  }
  if (operation === 'GetCursor') return getCursor(searchParams, shard);
  if (operation === 'GetCursorTime') return getCursorTime(searchParams, shard, store.now());
  return pullLogs(searchParams, c.req.raw.headers, shard);
}
