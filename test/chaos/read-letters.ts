import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { indexOfCursor } from '../../src/local/log-service/cursor.ts';
import { parseJson } from '../../src/model/fields.ts';
import type { Letters } from './evidence.ts';
import type { PlannedShard } from './plan-shards.ts';

/** As much of the lines of the dead-letter file as the verdict needs. */
const letter = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('alert'),
    reason: z.string(),
    channel: z.string(),
    alert: z.object({ events: z.array(z.string()) }),
  }),
  z.object({
    kind: z.literal('range'),
    shard: z.number(),
    beginCursor: z.string(),
    endCursor: z.string(),
  }),
  z.object({
    kind: z.literal('record'),
    origin: z.object({ shard: z.number(), cursor: z.string(), index: z.number() }),
  }),
  z.object({ kind: z.literal('settled') }),
]);

/** What stands in a dead-letter file, in terms of the planned shards. */
export function readLetters(file: string, shards: readonly PlannedShard[]): Letters {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const read = lines.filter((line) => line !== '').map((line) => letter.safeParse(parseJson(line)));
  const letters = read.flatMap(({ data }) => data ?? []);
  const groupAt = (cursor: string): number => indexOfCursor(cursor) ?? Number.NaN;
  return {
    alerts: letters.flatMap((each) =>
      each.kind === 'alert'
        ? each.alert.events.map((event) => ({ channel: each.channel, event, reason: each.reason }))
        : [],
    ),
    ranges: letters.flatMap((each) =>
      each.kind === 'range'
        ? [
            {
              shard: each.shard,
              from: groupAt(each.beginCursor),
              until: groupAt(each.endCursor),
            },
          ]
        : [],
    ),
    records: letters.flatMap((each) => {
      if (each.kind !== 'record') return [];
      const { shard, cursor, index } = each.origin;
      const before = shards[shard]?.groups.slice(0, groupAt(cursor)) ?? [];
      const log = before.reduce((sum, group) => sum + group.length, 0) + index;
      return [{ shard, log }];
    }),
    unreadable: read.filter(({ success }) => !success).length,
  };
}
