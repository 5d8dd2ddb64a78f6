import * as z from 'zod';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const units = ['d', 'h', 'm', 's'] as const;

/** `30s`, `10m`, `4h`, `7d`, as milliseconds. */
export const duration = z
  .string()
  .regex(/^\d{1,6}[smhd]$/, { error: 'is not a duration, such as 30s, 10m, 4h or 7d' })
  .meta({ examples: ['30s', '30m', '4h'] })
  .transform((text) => {
    const unit = units.find((each) => text.endsWith(each)) ?? 's';
    return Number(text.slice(0, -1)) * unitMs[unit];
  });

/** Milliseconds as `duration` reads them, in the largest unit that they are whole in: `1d`, `90m`; `0s` for none. */
export function durationText(ms: number): string {
  const unit = ms === 0 ? undefined : units.find((each) => ms % unitMs[each] === 0);
  return unit === undefined ? `${ms / unitMs.s}s` : `${ms / unitMs[unit]}${unit}`;
}
