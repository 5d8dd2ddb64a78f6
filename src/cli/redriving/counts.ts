import * as z from 'zod';

const count = z.number().catch(0);

/** What of a batch's summary is added up over all calls. Anything else is no summary. */
export const batchCounts = z.object({
  records: z.number(),
  malformed: count,
  matches: count,
  repeated: count,
  alerts: z.number(),
  owed: count,
  delivered: count,
  suppressed: count,
  muted: count,
  held: count,
  deadLetters: count,
});

export type Counts = Readonly<z.output<typeof batchCounts>>;

export const noCounts: Counts = batchCounts.parse({ records: 0, alerts: 0, ...zeros() });

export function addCounts(one: Counts, other: Counts): Counts {
  const sum = { ...one };
  for (const name of batchCounts.keyof().options) sum[name] += other[name];
  return sum;
}

function zeros(): object {
  return Object.fromEntries(batchCounts.keyof().options.map((name) => [name, 0]));
}
