import type { Env } from '../../config/resolve-env.ts';
import type { Credentials } from '../../logs/log-source.ts';
import { ConfigError } from '../../model/config-error.ts';

/** As all tools of Alibaba Cloud read them. Throws a ConfigError where they are not set. */
export function readCredentials(env: Env): Credentials {
  const accessKeyId = required(env, 'ALIBABA_CLOUD_ACCESS_KEY_ID');
  const accessKeySecret = required(env, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET');
  const securityToken = env['ALIBABA_CLOUD_SECURITY_TOKEN'] || undefined;
  if (accessKeyId.startsWith(TEMPORARY) && securityToken === undefined) {
    const mend =
      'Set it to the token that came with the key: temporary keys are good for nothing else';
    throw new ConfigError('ALIBABA_CLOUD_SECURITY_TOKEN', 'is not set', mend);
  }
  return { accessKeyId, accessKeySecret, securityToken };
}

/** https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole */
const TEMPORARY = 'STS.';

function required(env: Env, name: string): string {
  const value = env[name];
  if (value) return value;
  const mend =
    'Set the id and the secret of an access key of somebody with the policy docs/ram/operator.json';
  throw new ConfigError(name, 'is not set', mend);
}
