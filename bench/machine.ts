import { cpus, totalmem } from 'node:os';

/** What numbers are worth nothing without. */
export interface Machine {
  readonly processor: string;
  readonly node: string;
  /** The day of the run. */
  readonly date: string;
}

export function machine(now: Date): Machine {
  const cores = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return {
    processor: `${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${memory} GB`,
    node: process.versions.node,
    date: now.toISOString().slice(0, 10),
  };
}
