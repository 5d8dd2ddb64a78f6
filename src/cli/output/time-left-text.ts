const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** `3 d`, `26 h`, `5 min`: in the largest unit of which there are two, or minutes. */
export function timeLeftText(ms: number): string {
  const [unit, length] = units.find(([, each]) => ms >= 2 * each) ?? units[2];
  return `${Math.floor(ms / length)} ${unit}`;
}
