import * as z from 'zod';

/** What the client throws: an answer of the service, or whatever went wrong on the way. */
const thrown = z.object({
  code: z.string().optional().catch(undefined),
  data: z.object({ httpCode: z.number() }).optional().catch(undefined),
});

/**
 * Log Service did not answer as hoped. Only the code is kept: the service's own messages can repeat
 * key ids and signatures.
 */
export class LogServiceError extends Error {
  override readonly name = 'LogServiceError';
  readonly code: string;
  /** Whether the same request may succeed a little later. */
  readonly passing: boolean;

  constructor(code: string, passing: boolean, mend: string) {
    super(`Log Service: ${code}. ${mend}`);
    this.code = code;
    this.passing = passing;
  }
}

/** https://www.alibabacloud.com/help/en/sls/developer-reference/api-error-codes */
const mends: Readonly<Record<string, string>> = {
  Unauthorized: "Give the function's role log:GetCursorOrData on the logstore.",
  SignatureNotMatch: "The credentials are not the role's, or were altered.",
  SecurityTokenInvalid: "The role's security token is not valid.",
  SecurityTokenExpired: "The role's security token has expired.",
  ProjectNotExist: 'Check source.project and source.endpoint in trailbell.yml.',
  LogStoreNotExist: 'Check source.logstore in trailbell.yml.',
  ShardNotExist: 'The shard was removed; its range is gone.',
};

/** Statuses below 500 that ask for another try: a time-out, a wrong connection, too early, too often. */
const passing = new Set([408, 421, 425, 429]);

export function logServiceError(error: unknown): LogServiceError {
  const { code, data } = thrown.safeParse(error).data ?? {};
  const status = data?.httpCode;
  const name = code && /^[\w.-]{1,64}$/.test(code) ? code : 'NoAnswer';
  const permanent =
    status !== undefined && status >= 400 && status < 500 && !passing.has(status) && !isQuota(name);
  return new LogServiceError(
    name,
    !permanent,
    mends[name] ?? (permanent ? 'The request was refused.' : 'The range will be read again.'),
  );
}

/** Throttling answers 403 with a code of its own: ReadQuotaExceed, ShardReadQuotaExceed, … */
function isQuota(code: string): boolean {
  return /Quota|Throttl|ExceedLimit/i.test(code);
}
