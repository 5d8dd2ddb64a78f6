import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Env, requiredVariables } from '../../config/resolve-env.ts';
import { resolveParts } from '../../config/resolve-parts.ts';
import { publicEndpoint } from '../../logs/endpoint.ts';
import type { LogSource } from '../../logs/log-source.ts';
import { ConfigError } from '../../model/config-error.ts';
import { isFields } from '../../model/fields.ts';
import { CONFIG_FILE, readConfig } from '../../project.ts';

/** A logstore as options name it. */
type NamedSource = { readonly [Key in keyof LogSource]: string | undefined };

interface Here {
  readonly directory: string;
  readonly env: Env;
}

/**
 * The logstore that options name, and trailbell.yml where they do not. Whoever sits at a terminal is
 * hardly in Alibaba Cloud's network: of an intranet endpoint that trailbell.yml names, the public one of
 * the same region is taken. Throws a ConfigError where something is missing.
 */
export function readSource(named: NamedSource, { directory, env }: Here): LogSource {
  const { endpoint, project, logstore } = named;
  if (endpoint && project && logstore) return { endpoint, project, logstore };
  if (!existsSync(join(directory, CONFIG_FILE))) {
    const mend = 'Name --endpoint, --project and --logstore, or run this where trailbell.yml is';
    throw new ConfigError(CONFIG_FILE, `is not in ${directory}`, mend);
  }
  const config = readConfig(directory);
  const written = isFields(config) && isFields(config['source']) ? config['source'] : {};
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  const wanted = { ...written, ...Object.fromEntries(given) };
  checkVariables(wanted, env);
  const { source } = resolveParts({ ...(isFields(config) && config), source: wanted }, env, [
    'source',
  ]);
  return {
    endpoint: endpoint ?? publicEndpoint(source.endpoint),
    project: project ?? source.project,
    logstore: logstore ?? source.logstore,
  };
}

/** Says what mends it here: the function has variables of its own. */
function checkVariables(source: Readonly<Record<string, unknown>>, env: Env): void {
  for (const [key, value] of Object.entries(source)) {
    const missing = requiredVariables(value).find((name) => !env[name]);
    if (missing === undefined) continue;
    const problem = `the environment variable ${missing} is not set`;
    throw new ConfigError(`source.${key}`, problem, `Name it with --${key}, or set ${missing}`);
  }
}
