import { $OpenApiUtil } from '@alicloud/openapi-core';
import sls from '@alicloud/sls20201230';
import { RuntimeOptions } from '@darabonba/typescript';
import { PbfReader, PbfWriter } from 'pbf';
import type { AccessKeys } from '../../src/local/log-service/signature.ts';

// Node hands out a CommonJS module's exports as the default import, vitest the default in them.
const Client = 'default' in sls ? sls.default : sls;

/** Of one call: all as the SDK has it, so a failed request is not sent again. */
export const runtime = new RuntimeOptions({});

/** The real SDK, told to go to this machine. */
export function connect(endpoint: string, keys: AccessKeys) {
  const { id, secret, securityToken } = keys;
  const config = {
    accessKeyId: id,
    accessKeySecret: secret,
    endpoint,
    protocol: 'http',
    ...(securityToken === undefined ? {} : { securityToken }),
  };
  return new Client(new $OpenApiUtil.Config(config));
}

export interface PulledPage {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** PullLogs by way of `execute`: the SDK's own `pullLogs` takes the protobuf body for JSON. */
export async function pullPage(
  client: ReturnType<typeof connect>,
  endpoint: string,
  query: Record<string, string>,
  { encoding = 'lz4', logstore = 'audit', shard = 0, project = 'demo' } = {},
): Promise<PulledPage> {
  const params = new $OpenApiUtil.Params({
    action: 'PullLogs',
    version: '2020-12-30',
    protocol: 'HTTP',
    pathname: `/logstores/${logstore}/shards/${shard}?type=log`,
    method: 'GET',
    authType: 'AK',
    style: 'ROA',
    reqBodyType: 'none',
    bodyType: 'byte',
  });
  const request = new $OpenApiUtil.OpenApiRequest({
    hostMap: { project },
    headers: { accept: 'application/x-protobuf', 'Accept-Encoding': encoding, host: endpoint },
    query,
  });
  const { body, headers } = await client.execute(params, request, runtime);
  return { body, headers };
}

/** PutLogs by way of `execute`: the SDK's own `putLogs` throws. The body goes out as it is. */
export async function putGroup(
  client: ReturnType<typeof connect>,
  endpoint: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  logstore = 'audit',
): Promise<void> {
  const params = new $OpenApiUtil.Params({
    action: 'PutLogs',
    version: '2020-12-30',
    protocol: 'HTTP',
    pathname: `/logstores/${logstore}/shards/lb`,
    method: 'POST',
    authType: 'AK',
    style: 'ROA',
    reqBodyType: 'binary',
    bodyType: 'string',
  });
  const request = new $OpenApiUtil.OpenApiRequest({
    hostMap: { project: 'demo' },
    headers: { 'content-type': 'application/x-protobuf', host: endpoint, ...headers },
    body: Buffer.from(body),
  });
  await client.execute(params, request, runtime);
}

/** A LogGroup, written without any code of `src/`. */
export function writeGroup(
  logs: readonly { readonly time: number; readonly contents: Readonly<Record<string, string>> }[],
  topic = '',
): Uint8Array {
  const group = new PbfWriter();
  for (const { time, contents } of logs) {
    const log = new PbfWriter();
    log.writeVarintField(1, time);
    for (const [key, value] of Object.entries(contents)) {
      const pair = new PbfWriter();
      pair.writeBytesField(1, Buffer.from(key));
      pair.writeBytesField(2, Buffer.from(value));
      log.writeBytesField(2, pair.finish());
    }
    group.writeBytesField(1, log.finish());
  }
  if (topic !== '') group.writeStringField(3, topic);
  return group.finish();
}

export interface ReadLog {
  readonly time: number;
  readonly timeNs: number | undefined;
  readonly topic: string;
  readonly contents: Readonly<Record<string, Uint8Array>>;
}

/** Reads a page without any code of `src/`, so that a mistake cannot hide by being made twice. */
export function readPage(body: Uint8Array): ReadLog[] {
  const logs: ReadLog[] = [];
  const groups = new PbfReader(body);
  while (groups.nextField() !== 0) {
    const group = new PbfReader(groups.readBytes());
    const bodies: Uint8Array[] = [];
    let topic = '';
    for (let field = group.nextField(); field !== 0; field = group.nextField()) {
      if (field === 1) bodies.push(group.readBytes());
      else if (field === 3) topic = group.readString();
      else group.skip(group.type);
    }
    logs.push(...bodies.map((log) => readLog(log, topic)));
  }
  return logs;
}

function readLog(body: Uint8Array, topic: string): ReadLog {
  const reader = new PbfReader(body);
  const contents: Record<string, Uint8Array> = {};
  let time = 0;
  let timeNs: number | undefined;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) time = reader.readVarint();
    else if (field === 4) timeNs = reader.readFixed32();
    else if (field === 2) {
      const pair = new PbfReader(reader.readBytes());
      pair.nextField();
      const key = pair.readString();
      pair.nextField();
      contents[key] = pair.readBytes();
    }
  }
  return { time, timeNs, topic, contents };
}
