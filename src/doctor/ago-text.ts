const units = [
  ['day', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A time that has passed: `3 days`, `1 h`, `5 min`, `20 s`. */
export function agoText(ms: number): string {
  const [unit, length] = units.find(([, each]) => ms >= each) ?? units[3];
  const count = Math.floor(ms / length);
  return `${count} ${unit === 'day' && count !== 1 ? 'days' : unit}`;
}
