import * as z from 'zod';

/** What was measured for one target. */
export const findingShape = z.object({
  target: z.string(),
  what: z.string(),
  measured: z.number(),
  unit: z.enum(['×', 'ms', 'MB']),
  bound: z.enum(['at least', 'at most']),
  limit: z.number(),
  /** The numbers behind the ratio, and what they were measured on. */
  details: z.array(z.string()).readonly(),
});

export type Finding = z.infer<typeof findingShape>;

export function passed({ measured, bound, limit }: Finding): boolean {
  return bound === 'at least' ? measured >= limit : measured <= limit;
}
