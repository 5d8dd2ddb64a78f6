import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { resolveConfig } from '../config/resolve-config.ts';
import { type Env, requiredVariables } from '../config/resolve-env.ts';
import type { Config } from '../config/settings.ts';
import type { DeadLetters } from '../deadletters/dead-letters.ts';
import { openFileLetters } from '../deadletters/file-letters.ts';
import type { Credentials } from '../logs/log-source.ts';
import { ConfigError } from '../model/config-error.ts';
import { isFields } from '../model/fields.ts';
import { readConfig } from '../project.ts';
import { type Terminal, UsageError } from './command.ts';

/** How long somebody at a terminal waits for Log Service, at each step. */
const PATIENCE_MS = 20_000;

/**
 * Opens the file that was named, or the place that trailbell.yml keeps dead letters in. Throws a
 * UsageError where there is none, and a ConfigError where something is missing to get there.
 */
export async function openDeadLetters(
  file: string | undefined,
  { directory, env }: Terminal,
): Promise<DeadLetters> {
  if (file !== undefined) return openNamed(resolve(directory, file));
  const config = lettersConfig(readConfig(directory), env);
  const place = config.dead_letters;
  if (place?.file) return openFileLetters(resolve(directory, place.file));
  if (!place?.logstore) {
    throw new UsageError(
      'dead_letters in trailbell.yml comes to nothing. Set DEAD_LETTERS, or name a file with --file',
    );
  }
  const credentials = readCredentials(env);
  // The client of Log Service takes longer to load than any other command takes to run.
  const [{ openLogClient }, { openLogLetters }, { checkEndpoint }] = await Promise.all([
    import('../logs/log-client.ts'),
    import('../deadletters/log-letters.ts'),
    import('../logs/endpoint.ts'),
  ]);
  checkEndpoint(config.source.endpoint, true);
  const source = { ...config.source, logstore: place.logstore };
  return openLogLetters(openLogClient({ source, credentials }), () => ({
    now: Date.now,
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    random: Math.random,
    deadline: Date.now() + PATIENCE_MS,
  }));
}

/** Whoever names a file that is not there has misspelt it. */
async function openNamed(path: string): Promise<DeadLetters> {
  let isFolder: boolean;
  try {
    await access(path, constants.R_OK);
    isFolder = (await stat(path)).isDirectory();
  } catch {
    throw new UsageError(`--file: ${path} cannot be read`);
  }
  if (isFolder) throw new UsageError(`--file: ${path} is a folder; name the file in it`);
  return openFileLetters(path);
}

/** What the other parts of trailbell.yml take from the environment is not needed here. */
function lettersConfig(value: unknown, env: Env): Pick<Config, 'source' | 'dead_letters'> {
  const { source: _source, dead_letters: _letters, ...others } = isFields(value) ? value : {};
  const standIns = requiredVariables(others).map((name) => [name, 'not-needed-here'] as const);
  return resolveConfig(value, { ...Object.fromEntries(standIns), ...env });
}

/** As all tools of Alibaba Cloud read them. */
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
  throw new ConfigError(name, 'is not set', 'Set it to the key of somebody who may read them');
}
