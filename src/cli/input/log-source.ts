import type { Env } from '../../config/resolve-env.ts';
import { resolveParts } from '../../config/resolve-parts.ts';
import type { LogSource } from '../../logs/log-source.ts';
import { isFields } from '../../model/fields.ts';
import { readConfig } from '../../project.ts';

/**
 * The logstore that options name, and trailbell.yml where they do not. Whoever sits at a terminal is
 * hardly in Alibaba Cloud's network: of an intranet endpoint that trailbell.yml names, the public one of
 * the same region is taken. Throws a ConfigError where something is missing.
 */
export function readSource(
  named: { readonly [Key in keyof LogSource]: string | undefined },
  { directory, env }: { readonly directory: string; readonly env: Env },
): LogSource {
  const { endpoint, project, logstore } = named;
  if (endpoint && project && logstore) return { endpoint, project, logstore };
  const config = readConfig(directory);
  const written = isFields(config) && isFields(config['source']) ? config['source'] : {};
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  const value = {
    ...(isFields(config) && config),
    source: { ...written, ...Object.fromEntries(given) },
  };
  const { source } = resolveParts(value, env, ['source']);
  return {
    endpoint: endpoint ?? source.endpoint.replace(/-intranet(?=\.log\.aliyuncs\.com$)/, ''),
    project: project ?? source.project,
    logstore: logstore ?? source.logstore,
  };
}
