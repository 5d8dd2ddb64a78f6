import { Readable } from 'node:stream';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import Sls from '@alicloud/sls20201230';
import { RuntimeOptions } from '@darabonba/typescript';
import * as z from 'zod';
import { parseJson } from '../model/fields.ts';
import { isLoopback } from './endpoint.ts';
import { type LogOperation, logServiceError } from './log-service-error.ts';
import type { Credentials, LogSource } from './log-source.ts';

/** One request about one logstore. */
export interface LogServiceCall {
  readonly operation: LogOperation;
  readonly method: 'GET' | 'POST';
  /** Below the logstore: `/shards/0`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Bounds the connection and the answer, each. */
  readonly timeoutMs: number;
}

/**
 * Sends the request, and reads its answer, `{headers, bytes}`, by the schema. Throws a LogServiceError,
 * also for an answer that the schema does not know.
 */
export type CallLogService = <Answer>(
  call: LogServiceCall,
  schema: z.ZodType<Answer>,
) => Promise<Answer>;

/** Whatever an operation answers with: a body that was compressed is whole again. */
const answered = z
  .object({
    statusCode: z.literal(200),
    headers: z.record(z.string(), z.unknown()),
    body: z.instanceof(Readable).optional(),
  })
  .transform(async ({ headers, body }) => ({ headers, bytes: await wholeOf(body) }));

/**
 * The SDK, by its `execute`: of its typed operations `pullLogs` takes protobuf for JSON, and `putLogs`
 * throws (https://github.com/aliyun/alibabacloud-typescript-sdk/issues/40). A bundle has none of them:
 * build/slim-sls.ts.
 */
export function openCalls(source: LogSource, credentials: Credentials): CallLogService {
  const loopback = isLoopback(source.endpoint);
  const client = new Sls.default(
    new $OpenApiUtil.Config({
      endpoint: source.endpoint,
      protocol: loopback ? 'http' : 'https',
      accessKeyId: credentials.accessKeyId,
      accessKeySecret: credentials.accessKeySecret,
      ...(credentials.securityToken && { securityToken: credentials.securityToken }),
    }),
  );
  const logstore = `/logstores/${encodeURIComponent(source.logstore)}`;
  return async ({ operation, method, path, query, headers, body, timeoutMs }, schema) => {
    try {
      const answer = await client.execute(
        new $OpenApiUtil.Params({
          action: operation,
          version: '2020-12-30',
          pathname: logstore + path,
          method,
          authType: 'AK',
          style: 'ROA',
          reqBodyType: body ? 'binary' : 'none',
          bodyType: 'binary',
        }),
        new $OpenApiUtil.OpenApiRequest({
          // The host is <project>.<endpoint>, but for a stand-in that has no name to resolve.
          ...(!loopback && { hostMap: { project: source.project } }),
          headers: { ...headers, ...(loopback && { host: source.endpoint }) },
          query: { ...query },
          ...(body && { body }),
        }),
        new RuntimeOptions({ connectTimeout: timeoutMs, readTimeout: timeoutMs }),
      );
      return await schema.parseAsync(await answered.parseAsync(answer));
    } catch (error) {
      throw logServiceError(error, operation);
    }
  };
}

/** The schema of an answer that is JSON. */
export function jsonAnswer<Value>(value: z.ZodType<Value>): z.ZodType<Value> {
  return z
    .object({ bytes: bytesOf })
    .transform(({ bytes }) => parseJson(Buffer.from(bytes).toString()))
    .pipe(value);
}

/** A page that was compressed comes in one piece: to join it, as the client would, is to copy 10 MB. */
async function wholeOf(body: Readable | undefined): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body ?? []) pieces.push(bytesOf.parse(piece));
  const [first = new Uint8Array(), ...others] = pieces;
  return others.length === 0 ? first : Buffer.concat(pieces);
}

export const bytesOf = z.instanceof(Uint8Array);
