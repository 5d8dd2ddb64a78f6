import type { LogClient } from '../../logs/log-client.ts';
import type { LogSource } from '../../logs/log-source.ts';
import type { Terminal } from '../command.ts';
import { readSource } from './log-source.ts';
import { readCredentials } from './read-credentials.ts';

export interface Trail {
  readonly source: LogSource;
  readonly client: LogClient;
}

/**
 * The trail's logstore, as trailbell.yml names it and as it is reached from here. Throws a ConfigError where
 * that or a key is missing.
 */
export async function openTrail(terminal: Terminal): Promise<Trail> {
  const unnamed = { endpoint: undefined, project: undefined, logstore: undefined };
  const source = readSource(unnamed, terminal);
  // The client of Log Service takes longer to load than most commands take to run.
  const [{ openLogClient }, { checkEndpoint }] = await Promise.all([
    import('../../logs/log-client.ts'),
    import('../../logs/endpoint.ts'),
  ]);
  checkEndpoint(source.endpoint, true);
  return { source, client: openLogClient({ source, credentials: readCredentials(terminal.env) }) };
}
