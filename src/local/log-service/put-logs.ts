import { decompress } from './compression.ts';
import { decodeLogGroup } from './decode-log-group.ts';
import type { LogGroup } from './log-group.ts';
import { errorResponse, parameterInvalid, serviceError, type ServiceError } from './refusal.ts';
import type { Shard } from './shard.ts';

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_LOGS = 4_096;
/** Of all values of a log. */
const MOST_VALUE_BYTES = 1024 * 1024;

/** How far the time of a log may lie from now, in seconds. */
const OLDEST = 7 * 86_400;
const NEWEST = 15 * 60;

/**
 * Takes one log group, whole or not at all.
 *
 * @see https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-putlogs
 */
export function putLogs(
  headers: Headers,
  body: Uint8Array,
  shard: Shard | undefined,
  now: number,
): Response {
  const seconds = Math.floor(now / 1000);
  const group = readBody(headers, body);
  const refusal = 'status' in group ? group : checkGroup(group, seconds);
  if (refusal !== undefined) return errorResponse(refusal);
  if ('logs' in group) shard?.append([group], seconds);
  return new Response(null, { status: 200 });
}

function readBody(headers: Headers, body: Uint8Array): LogGroup | ServiceError {
  if (headers.get('content-length') === null) {
    const message = 'Content-Length does not exist in http header when it is necessary.';
    return serviceError(411, 'MissingContentLength', message);
  }
  const type = headers.get('content-type') ?? '';
  if (type !== 'application/x-protobuf') {
    return serviceError(415, 'InvalidContentType', `Content-Type ${type} is unsupported.`);
  }
  const size = headers.get('x-log-bodyrawsize') ?? '';
  if (!/^\d{1,10}$/.test(size)) return parameterInvalid('Http extend x-log-bodyrawsize');
  if (Number(size) > MOST_BYTES) return tooLarge();
  const bytes = decompress(body, headers.get('x-log-compresstype') ?? undefined, Number(size));
  if (bytes === undefined) {
    return serviceError(400, 'PostBodyUncompressError', 'Failed to decompress logs.');
  }
  try {
    return decodeLogGroup(bytes);
  } catch (error) {
    return error instanceof TypeError
      ? serviceError(400, 'InvalidEncoding', 'Non-UTF8 characters are in logs.')
      : serviceError(400, 'PostBodyInvalid', 'Protobuffer content cannot be parsed.');
  }
}

function checkGroup({ logs }: LogGroup, now: number): ServiceError | undefined {
  if (logs.length > MOST_LOGS) return tooLarge();
  for (const { time, contents } of logs) {
    if (time < now - OLDEST || time > now + NEWEST) {
      return serviceError(499, 'PostBodyInvalid', 'The post data time is out of range');
    }
    if ('' in contents) return serviceError(400, 'InvalidKey', 'Invalid keys are in logs.');
    const size = Object.values(contents).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
    if (size > MOST_VALUE_BYTES) return tooLarge();
  }
  return undefined;
}

function tooLarge(): ServiceError {
  const message = 'Logs must be less than or equal to 10 MB and 4096 entries.';
  return serviceError(400, 'PostBodyTooLarge', message);
}
