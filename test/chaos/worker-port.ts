import * as z from 'zod';

// What the coordinator and its workers say to each other.

/** On a worker's command line. */
export const workerSetup = z.object({
  config: z.looseObject({}),
  env: z.record(z.string(), z.string()),
});

export const work = z.object({ event: z.unknown(), context: z.unknown() });

export type Work = z.infer<typeof work>;

export const word = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('journal'), entry: z.looseObject({ kind: z.string() }) }),
  z.object({ kind: z.literal('succeeded'), summary: z.record(z.string(), z.number()) }),
  z.object({ kind: z.literal('threw'), error: z.string() }),
]);

export type Word = z.infer<typeof word>;
