import { randomUUID } from 'node:crypto';
import type { LogRange, LogSource } from '../../logs/log-source.ts';
import { lateAsAlertsParameter } from '../../logs/trigger-event.ts';

/**
 * What detect is called with for a range, as the log trigger would. `cursorTime` is left out: by the age
 * of a range without it nothing is given up, and here somebody waits for it to be tried again.
 */
export function detectEvent(
  { endpoint, project, logstore }: LogSource,
  { shard, beginCursor, endCursor, lateAsAlerts }: LogRange,
): string {
  return JSON.stringify({
    parameter: lateAsAlerts ? lateAsAlertsParameter : {},
    source: {
      endpoint: `https://${endpoint}`,
      projectName: project,
      logstoreName: logstore,
      shardId: shard,
      beginCursor,
      endCursor,
    },
    jobName: 'trailbell-redrive',
    taskId: randomUUID(),
  });
}
