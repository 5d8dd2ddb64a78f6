import type { Cells } from './cells.ts';

export interface MemoryCellsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Those written longest ago go first. */
  readonly mostCells?: number;
}

/** Cells that live as long as the function's instance. */
export function createMemoryCells({ now, mostCells = 200_000 }: MemoryCellsOptions): Cells {
  // Insertion order is the order of writing, because a cell that is written again is put last.
  const cells = new Map<string, { readonly text: string; readonly until: number }>();

  function read(key: string): string | undefined {
    const cell = cells.get(key);
    if (cell === undefined || cell.until > now()) return cell?.text;
    cells.delete(key);
    return undefined;
  }

  function makeRoom(): void {
    for (const [key, { until }] of cells) {
      if (cells.size <= mostCells && until > now()) break;
      cells.delete(key);
    }
  }

  return {
    // Nothing is awaited in between, so that nobody else can change a cell meanwhile.
    async change(keys, change) {
      const answers = keys.map((key, index) => {
        const { answer, write } = change(read(key), index);
        if (write !== undefined) {
          cells.delete(key);
          cells.set(key, { text: write.text, until: now() + write.ttlMs });
        }
        return answer;
      });
      makeRoom();
      return answers;
    },
  };
}
