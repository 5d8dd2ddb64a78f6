import type { ComputeError } from '../compute/compute-error.ts';
import type { Config } from '../config/settings.ts';
import type { Finding, Sayings } from './finding.ts';
import { policyStatement } from './policy-statement.ts';

/** What was asked for. */
export interface Place {
  readonly settings: NonNullable<Config['compute']>;
  /** As RAM names it: `functions/NAME/triggers/NAME`, in parts. */
  readonly resource: readonly string[];
}

/** What a refusal of Function Compute says, and what mends it. */
export function computeFinding(
  { fault }: Pick<Sayings, 'fault'>,
  { kind, code, action, message }: ComputeError,
  { settings, resource }: Place,
): Finding {
  const said = message.replace(/^Function Compute: /, '');
  if (kind === 'denied' && action !== undefined) {
    const statement = policyStatement(action, resourceOf(settings, resource, action));
    return fault(
      'permission-missing',
      `the key's user or role lacks ${action}`,
      `Attach a policy with this statement (docs/ram/operator.json): ${statement}`,
    );
  }
  if (kind === 'denied') {
    const faultCode = /clock/.test(said) ? 'clock-wrong' : 'key-refused';
    const mend = 'Check ALIBABA_CLOUD_ACCESS_KEY_ID and what belongs to it, and compute.account';
    return fault(faultCode, said, mend);
  }
  return fault(
    'not-answering',
    `Function Compute did not answer as hoped (${code})`,
    'Check compute.region and compute.account, and the way to the internet, and try again',
  );
}

/** https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/policies-and-sample-policies */
function resourceOf(
  { version, service }: Place['settings'],
  resource: readonly string[],
  action: string,
): string {
  const isOfService = version === '2.0' && resource[0] === 'functions';
  if (action === 'fc:GetService') return `acs:fc:*:*:services/${service}`;
  return `acs:fc:*:*:${isOfService ? `services/${service}/` : ''}${resource.join('/')}`;
}
