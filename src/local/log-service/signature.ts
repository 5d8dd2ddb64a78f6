import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parameterInvalid, serviceError, type ServiceError } from './refusal.ts';

export interface AccessKeys {
  readonly id: string;
  readonly secret: string;
  /** With it the keys are temporary ones, and a request without it is refused. */
  readonly securityToken?: string;
}

const CLOCK_SKEW_MS = 15 * 60_000;

/**
 * Checks a version 1 signature the way the service does, and answers with its error or nothing.
 * What a wrong security token is answered with is not documented: `Unauthorized`, which is what the
 * service answers to everything else about keys, is our reading. So is `ParameterInvalid` for a digest
 * that is not that of the body.
 *
 * @see https://www.alibabacloud.com/help/en/sls/developer-reference/request-signatures
 */
export function checkSignature(
  request: Request,
  body: Uint8Array,
  keys: AccessKeys,
  now: number,
): ServiceError | undefined {
  const { headers } = request;
  const date = headers.get('date') ?? '';
  const sentAt = Date.parse(date);
  if (Number.isNaN(sentAt)) {
    return serviceError(400, 'InvalidRequestTime', `Request time ${date} not follow RFC822 spec.`);
  }
  if (Math.abs(now - sentAt) > CLOCK_SKEW_MS) {
    const server = new Date(now).toUTCString();
    const message = `Request time ${date} has been expired while server time is ${server}.`;
    return serviceError(400, 'RequestTimeExpired', message);
  }
  const [, id, signature] = /^LOG ([^:\s]+):(\S+)$/.exec(headers.get('authorization') ?? '') ?? [];
  if (id === undefined || signature === undefined) {
    return parameterInvalid('Http extend authorization : authorization pair');
  }
  if (headers.get('x-log-signaturemethod') !== 'hmac-sha256') {
    return parameterInvalid('Http extend x-log-signaturemethod : signature method');
  }
  if (body.length > 0 && headers.get('content-md5') !== digest(body)) {
    return parameterInvalid('Http extend content-md5 : body digest');
  }
  const token = headers.get('x-acs-security-token');
  // Temporary keys are unknown without their token, and lasting ones carry none.
  if (id !== keys.id || (token === null) !== (keys.securityToken === undefined)) {
    return serviceError(401, 'Unauthorized', `AccessKeyId not found: ${id}`);
  }
  if (!same(signature, sign(request, keys.secret))) {
    return serviceError(401, 'SignatureNotMatch', `signature ${signature} not match`);
  }
  if (token !== null && keys.securityToken !== undefined && !same(token, keys.securityToken)) {
    return serviceError(401, 'Unauthorized', 'The security token you provided is invalid.');
  }
  return undefined;
}

function digest(body: Uint8Array): string {
  return createHash('md5').update(body).digest('hex').toUpperCase();
}

function sign(request: Request, secret: string): string {
  const { headers, method } = request;
  const url = new URL(request.url);
  const lines = [
    method,
    headers.get('content-md5') ?? '',
    headers.get('content-type') ?? '',
    headers.get('date') ?? '',
    ...[...headers]
      .filter(([name]) => name.startsWith('x-log-') || name.startsWith('x-acs-'))
      .toSorted(byName)
      .map(([name, value]) => `${name}:${value}`),
    canonicalResource(url),
  ];
  return createHmac('sha256', secret).update(lines.join('\n')).digest('base64');
}

/** The path and the query, sorted by name, with values as they were before URL encoding. */
function canonicalResource(url: URL): string {
  const query = [...url.searchParams].toSorted(byName).map(([name, value]) => `${name}=${value}`);
  return query.length > 0 ? `${url.pathname}?${query.join('&')}` : url.pathname;
}

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
