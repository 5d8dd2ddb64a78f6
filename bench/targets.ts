/** In the order of docs/benchmarks.md. */
export const targets = ['1a', '1b', '1c', '1d', '2', '3a', '3b', '4a', '4b', '5', '6'] as const;

export type Target = (typeof targets)[number];
