import * as z from 'zod';

const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `30s`, `10m`, `4h`, `7d`, as milliseconds. */
export const duration = z
  .string()
  .regex(/^\d{1,6}[smhd]$/, { error: 'is not a duration, such as 30s, 10m, 4h or 7d' })
  .meta({ examples: ['30s', '30m', '4h'] })
  .transform((text) => Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? 0));
