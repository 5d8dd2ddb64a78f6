import type { Env } from '../../config/resolve-env.ts';
import type { Credentials } from '../../logs/log-source.ts';
import { ConfigError } from '../../model/config-error.ts';

/** As all tools of Alibaba Cloud read them. Throws a ConfigError where they are not set. */
export function readCredentials(env: Env): Credentials {
  return {
    accessKeyId: required(env, 'ALIBABA_CLOUD_ACCESS_KEY_ID'),
    accessKeySecret: required(env, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'),
    securityToken: env['ALIBABA_CLOUD_SECURITY_TOKEN'],
  };
}

function required(env: Env, name: string): string {
  const value = env[name];
  if (value) return value;
  const mend = 'Set the id and the secret of an access key that may read the logstore';
  throw new ConfigError(name, 'is not set', mend);
}
