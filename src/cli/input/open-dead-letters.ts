import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { resolveParts } from '../../config/resolve-parts.ts';
import type { DeadLetters } from '../../deadletters/dead-letters.ts';
import { openFileLetters } from '../../deadletters/file-letters.ts';
import { readConfig } from '../../project.ts';
import { type Terminal, UsageError } from '../command.ts';
import { readCredentials } from './read-credentials.ts';

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
  const config = resolveParts(readConfig(directory), env, ['source', 'dead_letters']);
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
    import('../../logs/log-client.ts'),
    import('../../deadletters/log-letters.ts'),
    import('../../logs/endpoint.ts'),
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
