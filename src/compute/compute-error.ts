/**
 * `denied`: by the key, its user or its role. `unreachable`: no answer, or none of Function Compute.
 * `failed`: all else.
 */
export type ComputeErrorKind = 'denied' | 'not-found' | 'throttled' | 'unreachable' | 'failed';

export type ComputeOperation =
  | 'GetCustomDomain'
  | 'GetFunction'
  | 'GetService'
  | 'GetTrigger'
  | 'InvokeFunction'
  | 'UpdateTrigger';

/** What a client threw, as far as it says. The message is the vendor's, and is never repeated. */
export interface Refusal {
  /** Of HTTP; undefined where there was no answer. */
  readonly status: number | undefined;
  /** Function Compute's or the system's: `TriggerNotFound`, `ECONNRESET`. */
  readonly code: string | undefined;
  readonly message: string;
}

/**
 * Function Compute did not do what it was asked. The text is safe to print: the service's own messages,
 * which can repeat key ids and signatures, are left out.
 */
export class ComputeError extends Error {
  override readonly name = 'ComputeError';
  readonly kind: ComputeErrorKind;
  readonly code: string;
  /** Of `denied`: the action of RAM that is missing, where the key itself is in order. */
  readonly action: string | undefined;
  /** Whether the same request may succeed a little later. */
  readonly passing: boolean;

  constructor(
    kind: ComputeErrorKind,
    code: string,
    mend: string,
    { action, passing = false }: { readonly action?: string; readonly passing?: boolean } = {},
  ) {
    super(`Function Compute: ${code}. ${mend}`);
    this.kind = kind;
    this.code = code;
    this.action = action;
    this.passing = passing;
  }
}

/** Makes of what a client threw what can be printed. */
export function computeError(operation: ComputeOperation, refusal: Refusal): ComputeError {
  const { status } = refusal;
  const code = nameOf(refusal);
  const key = keyMends.find(([pattern]) => pattern.test(code));
  if (key) return new ComputeError('denied', code, key[1]);
  // Function Compute says of everything what it is: whatever answers without a code is something else.
  if (status === undefined || code === UNNAMED) return unreachable(operation, code, status);
  if (status === 401 || status === 403) {
    const action = missingAction(refusal.message) ?? `fc:${operation}`;
    const policy = action.startsWith('fc:')
      ? ', which the policy docs/ram/operator.json allows'
      : '';
    const mend = `The access key's user or role lacks ${action} on what was asked for${policy}.`;
    return new ComputeError('denied', code, mend, { action });
  }
  if (status === 429 || /Throttl|ResourceExhausted|TooManyRequests/i.test(code)) {
    return new ComputeError('throttled', code, 'It may succeed a little later.', { passing: true });
  }
  if (status === 404) {
    const mend =
      'There is no such thing in this account and region: check compute in trailbell.yml.';
    return new ComputeError('not-found', code, mend);
  }
  if (status >= 500) {
    return new ComputeError('failed', code, 'It may succeed another time.', { passing: true });
  }
  if (status === 412) {
    return new ComputeError(
      'failed',
      code,
      'It was changed by somebody else meanwhile: try again.',
    );
  }
  return new ComputeError('failed', code, `${operation} was refused (status ${status}).`);
}

/** What is wrong with the key itself, which answers 400, 403 or 404. */
const keyMends: readonly (readonly [RegExp, string])[] = [
  [
    /^(Signature|IncompleteSignature)/i,
    'The secret is not that of the access key: set ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
  ],
  [
    /AccessKeyI/i,
    'There is no such access key, or it is switched off: check ALIBABA_CLOUD_ACCESS_KEY_ID.',
  ],
  [
    /Security-?Token.*Expired|ExpiredToken/i,
    'The security token has expired: take a new one, and set ALIBABA_CLOUD_SECURITY_TOKEN and its key.',
  ],
  [
    /Security-?Token/i,
    'The security token is not that of the access key, or has expired: set ALIBABA_CLOUD_SECURITY_TOKEN.',
  ],
  [
    /RequestTime|InvalidTimeStamp|IllegalTimestamp/i,
    "This machine's clock is wrong: set it right (NTP).",
  ],
];

/** The service names the action in quotes, which may be another than that of the operation: ram:PassRole. */
function missingAction(message: string): string | undefined {
  return /['"]((?:fc|ram|log):[A-Za-z]{1,64})['"]/.exec(message)?.[1];
}

const UNNAMED = 'NoAnswer';

function nameOf({ code }: Refusal): string {
  return code !== undefined && /^(?!undefined$)[\w.-]{1,64}$/.test(code) ? code : UNNAMED;
}

function unreachable(
  operation: ComputeOperation,
  code: string,
  status: number | undefined,
): ComputeError {
  // A call may be under way all the same.
  const still = operation === 'InvokeFunction' ? ' The function may be running all the same.' : '';
  const mend =
    status === undefined
      ? (mends[code] ?? NOT_UNDERSTOOD)
      : `Something else answered (status ${status}): is there a proxy in between?`;
  return new ComputeError('unreachable', code, mend + still, { passing: true });
}

const NOT_UNDERSTOOD =
  'No answer came in time, or none that can be read: check compute.region, the way to the internet, ' +
  'and whether there is a proxy in between.';

const mends: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its host was not found: check compute.region, and the way to the internet.',
  ECONNREFUSED: 'Its host takes no connection: check the way to the internet.',
};
