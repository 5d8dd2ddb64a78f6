import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { Fault, Faults, Operation } from './faults.ts';
import type { Logstore } from './logstore.ts';
import { getCursor, getCursorTime, listShards, pullLogs } from './operations.ts';
import { putLogs } from './put-logs.ts';
import { errorResponse, serviceError } from './refusal.ts';
import { checkSignature, type AccessKeys } from './signature.ts';

export interface LogProject {
  readonly name: string;
  /** By their names. */
  readonly logstores: ReadonlyMap<string, Logstore>;
  readonly accessKeys: AccessKeys;
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

/** The part of Log Service that reading and writing logs takes, over the real wire. */
export function createLogServiceApp(project: LogProject): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/logstores/:logstore/shards', (c) => answer(c, project, 'ListShards'));
  app.post('/logstores/:logstore/shards/lb', (c) => answer(c, project, 'PutLogs'));
  app.get('/logstores/:logstore/shards/:shard', (c) => {
    const operation = operations.get(c.req.query('type') ?? 'log');
    return operation === undefined ? c.notFound() : answer(c, project, operation);
  });
  app.notFound(() => errorResponse(serviceError(404, 'InvalidAction', 'No such operation here.')));
  return app;
}

async function answer(
  c: Context<Env>,
  project: LogProject,
  operation: Operation,
): Promise<Response> {
  const remember = (outcome: SeenRequest['answer']) =>
    project.saw({
      operation,
      path: c.req.path,
      query: c.req.query(),
      temporaryKeys: c.req.header('x-acs-security-token') !== undefined,
      answer: outcome,
    });
  const fault = project.faults.take(operation);
  if (fault?.kind === 'hang' || fault?.kind === 'reset') {
    remember(fault.kind);
    if (fault.kind === 'reset') c.env.incoming.socket.destroy();
    return new Promise<Response>(() => {});
  }
  const response = fault === undefined ? await perform(c, project, operation) : misbehave(fault);
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

async function perform(
  c: Context<Env>,
  project: LogProject,
  operation: Operation,
): Promise<Response> {
  const { hostname, searchParams } = new URL(c.req.url);
  // On this machine the project may be left out of the host; where it stands, it has to be ours.
  const name = hostname.split('.')[0] ?? '';
  if (!['127.0.0.1', 'localhost'].includes(hostname) && name !== project.name) {
    const message = `The Project does not exist : ${name}`;
    return errorResponse(serviceError(404, 'ProjectNotExist', message));
  }
  const body = new Uint8Array(await c.req.arrayBuffer());
  const refusal = checkSignature(c.req.raw, body, project.accessKeys, project.now());
  if (refusal !== undefined) return errorResponse(refusal);
  const wanted = c.req.param('logstore') ?? '';
  const logstore = project.logstores.get(wanted);
  if (logstore === undefined) {
    const message = `logstore ${wanted} does not exist`;
    return errorResponse(serviceError(404, 'LogStoreNotExist', message));
  }
  if (operation === 'ListShards') return listShards(logstore.shards);
  if (operation === 'PutLogs') {
    return putLogs(c.req.raw.headers, body, logstore.nextShard(), project.now());
  }
  const id = c.req.param('shard') ?? '';
  const shard = /^\d+$/.test(id) ? logstore.shards[Number(id)] : undefined;
  if (shard === undefined) {
    return errorResponse(serviceError(400, 'ShardNotExist', `Shard ${id} does not exist.`));
  }
  if (operation === 'GetCursor') return getCursor(searchParams, shard);
  if (operation === 'GetCursorTime') return getCursorTime(searchParams, shard, project.now());
  return pullLogs(searchParams, c.req.raw.headers, shard);
}
