import { EVENT_CONTENT } from '../actiontrail/read-record.ts';
import type { RawLog } from '../model/raw-log.ts';

/** A record's JSON as Log Service would hold it, written at a moment (milliseconds since 1970). */
export function madeUpLog(record: string, written: number, index = 0): RawLog {
  return {
    origin: { logstore: 'made-up', shard: 0, cursor: '', index },
    time: () => written / 1000,
    text: (key) => (key === EVENT_CONTENT ? record : undefined),
  };
}
