import type { LogServiceError } from '../logs/log-service-error.ts';
import type { LogSource } from '../logs/log-source.ts';
import { type CheckName, type Finding, sayingsOf } from './finding.ts';
import { logstoreResource, policyStatement } from './policy-statement.ts';

const VARIABLES = 'ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET';

/** Beyond it signatures are refused: https://www.alibabacloud.com/help/en/sls/developer-reference/error-codes */
export const REFUSED_SKEW_MS = 15 * 60_000;

/** What a refusal of the first request says of all that was to be looked at. */
export function refusedFindings(error: LogServiceError, source: LogSource): readonly Finding[] {
  const first = refusedFinding('logstore', error, source);
  const order: readonly CheckName[] = ['credentials', 'clock', 'logstore', 'shards', 'records'];
  return order.flatMap((check) => {
    if (check === first.check) return [first];
    if (check === 'clock') return [];
    const { fine, skipped } = sayingsOf(check);
    const isKnown = check === 'credentials' && isAccepted(error);
    return [isKnown ? fine(ACCEPTED) : skipped(`the fault of ${first.check} comes first`)];
  });
}

/** Of a logstore that is missing, or not theirs to see, Log Service tells whoever has a key. */
export function isAccepted({ lacking, code }: LogServiceError): boolean {
  return lacking !== undefined || code === 'LogStoreNotExist';
}

export const ACCEPTED = 'Log Service accepts the access key';

/** What a refusal says of what was asked for, of the key or of the clock. `key` named the logstore. */
export function refusedFinding(
  check: CheckName,
  error: LogServiceError,
  { endpoint, project, logstore }: LogSource,
  key = 'source.logstore',
): Finding {
  const { fault } = sayingsOf(check);
  const credentials = sayingsOf('credentials');
  const { code, lacking } = error;
  if (lacking !== undefined) {
    const statement = policyStatement(lacking, logstoreResource(project, logstore));
    return fault(
      'permission-missing',
      `the key's user or role lacks ${lacking} on ${project}/${logstore}`,
      `Attach a policy with this statement (docs/ram/operator.json): ${statement}`,
    );
  }
  switch (code) {
    case 'SignatureNotMatch':
      return credentials.fault(
        'secret-wrong',
        'the secret is not that of the access key',
        `Set ALIBABA_CLOUD_ACCESS_KEY_SECRET to the secret of ALIBABA_CLOUD_ACCESS_KEY_ID`,
      );
    case 'SecurityTokenExpired':
      return credentials.fault(
        'token-expired',
        'the security token has expired',
        'Take a new one, and set ALIBABA_CLOUD_SECURITY_TOKEN and the key that came with it',
      );
    case 'SecurityTokenInvalid':
      return credentials.fault(
        'token-refused',
        'the security token is not that of the access key',
        'Set ALIBABA_CLOUD_SECURITY_TOKEN and the key that came with it, or neither',
      );
    case 'Unauthorized':
    case 'InvalidAccessKeyId':
      return credentials.fault(
        'key-refused',
        'there is no such access key, it is switched off, or it belongs to another account',
        `Check ${VARIABLES} and, of a key that has one, ALIBABA_CLOUD_SECURITY_TOKEN`,
      );
    case 'RequestTimeExpired':
    case 'RequestTimeTooSkewed':
    case 'InvalidRequestTime':
      return sayingsOf('clock').fault(
        'clock-wrong',
        `this machine's clock is more than ${REFUSED_SKEW_MS / 60_000} min off`,
        'Set it right (NTP): signatures are made of the time',
      );
    case 'ProjectNotExist':
      return fault(
        'project-missing',
        `there is no project ${project} at ${endpoint}`,
        'Check source.project, and that source.endpoint is of its region',
      );
    case 'LogStoreNotExist':
      return fault(
        'logstore-missing',
        `there is no logstore ${logstore} in ${project}`,
        key === 'source.logstore'
          ? 'Check source.logstore: ActionTrail delivers to actiontrail_ and the name of the trail'
          : `Make it in the console of Log Service, or check ${key}`,
      );
    default:
      return fault(
        'not-answering',
        `Log Service at ${endpoint} did not answer as hoped (${code})`,
        error.passing
          ? 'Check source.endpoint and the way to the internet, and try again'
          : 'Check source.endpoint',
      );
  }
}
