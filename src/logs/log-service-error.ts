import * as z from 'zod';

/** What the client throws: an answer of the service, or whatever went wrong on the way. */
const thrown = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().catch(''),
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
  /** Whether what was asked for is not there any more, and never will be. */
  readonly gone: boolean;
  /**
   * The action of RAM that the key's user or role lacks: `log:ListShards`. Undefined where the service
   * names none: then the key itself may be at fault.
   */
  readonly lacking: string | undefined;

  constructor(code: string, passing: boolean, mend: string, lacking?: string) {
    super(`Log Service: ${code}. ${mend}`);
    this.code = code;
    this.passing = passing;
    this.gone = !passing && goneCodes.has(code);
    this.lacking = lacking;
  }
}

export type LogOperation = 'GetCursor' | 'ListShards' | 'PullLogs' | 'PutLogs';

/** https://www.alibabacloud.com/help/en/sls/action-list */
const permissions: Readonly<Record<LogOperation, string>> = {
  GetCursor: 'log:GetCursorOrData',
  ListShards: 'log:ListShards',
  PullLogs: 'log:GetCursorOrData',
  PutLogs: 'log:PostLogStoreLogs',
};

/**
 * These are read in the function's log, whose credentials are its role's, and at a terminal, by somebody
 * with a key of their own. https://www.alibabacloud.com/help/en/sls/developer-reference/api-error-codes
 */
const mends: Readonly<Record<string, string>> = {
  SignatureNotMatch: 'The secret is not that of the access key, or either was altered.',
  SecurityTokenInvalid: 'The security token is not that of the access key, or was altered.',
  SecurityTokenExpired: 'The security token has expired.',
  ProjectNotExist:
    'There is no such project at the endpoint. Check both, in trailbell.yml or in the options.',
  LogStoreNotExist:
    'There is no such logstore in the project. Check its name, in trailbell.yml or in the options.',
  ShardNotExist: 'The shard was removed; its range is gone.',
  ENOTFOUND: 'Check the endpoint; an intranet one is reached from within Alibaba Cloud only.',
  InvalidCursor: 'The logs are older than the logstore keeps them; the range is gone.',
};

/** Of a shard or a piece of it that the logstore has dropped. */
const goneCodes = new Set(['InvalidCursor', 'ShardNotExist']);

/** Statuses below 500 that ask for another try: a time-out, a wrong connection, too early, too often. */
const passing = new Set([408, 421, 425, 429]);

export function logServiceError(error: unknown, operation: LogOperation): LogServiceError {
  const { code, data, message = '' } = thrown.safeParse(error).data ?? {};
  const status = data?.httpCode;
  const name = code && /^[\w.-]{1,64}$/.test(code) ? code : 'NoAnswer';
  const permanent =
    status !== undefined && status >= 400 && status < 500 && !passing.has(status) && !isQuota(name);
  const lacking = name === 'Unauthorized' ? lackingAction(message) : undefined;
  return new LogServiceError(name, !permanent, mendOf(name, operation, permanent), lacking);
}

/** `denied by sts or ram, action: log:ListShards, resource: …` */
function lackingAction(message: string): string | undefined {
  return /\baction: (log:[A-Za-z]{1,64})\b/.exec(message)?.[1];
}

function mendOf(name: string, operation: LogOperation, permanent: boolean): string {
  if (name === 'Unauthorized') {
    const action = permissions[operation];
    return `The access key is unknown, or its user or role lacks ${action} on the logstore.`;
  }
  return mends[name] ?? (permanent ? 'The request was refused.' : 'It may succeed another time.');
}

/** Throttling answers 403 with a code of its own: ReadQuotaExceed, ShardReadQuotaExceed, … */
function isQuota(code: string): boolean {
  return /Quota|Throttl|ExceedLimit/i.test(code);
}
