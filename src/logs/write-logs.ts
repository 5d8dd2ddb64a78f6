import type { LogClient } from './log-client.ts';
import { splitLogs, type WrittenLog } from './log-groups.ts';
import { askPatiently, type Pace } from './patience.ts';

/**
 * Writes logs, in as many requests as it takes, each of which is tried again for as long as the
 * deadline leaves time. Where it throws, some of them may be there; where an answer was lost, twice.
 */
export async function writeLogs(
  client: Pick<LogClient, 'put'>,
  logs: readonly WrittenLog[],
  pace: Pace,
): Promise<void> {
  for (const portion of splitLogs(logs)) {
    await askPatiently(pace, (timeoutMs) => client.put(portion, timeoutMs));
  }
}
