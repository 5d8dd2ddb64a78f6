import type * as z from 'zod';
import { type Cells, readCell } from './cells.ts';

/** A list, before and after. */
export interface Change<Item> {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

/** A list in a cell, written anew as a whole. */
export interface CellList<Item> {
  read(): Promise<readonly Item[]>;
  /** What stood there, and what does now. A list that is answered as it is given is not written. */
  change(make: (known: readonly Item[]) => readonly Item[]): Promise<Change<Item>>;
}

export function cellList<Item>(
  cells: Cells,
  key: string,
  schema: z.ZodType<Item[]>,
  ttlMs: number,
): CellList<Item> {
  async function change(make: (known: readonly Item[]) => readonly Item[]): Promise<Change<Item>> {
    const [changed] = await cells.change([key], (text) => {
      const before: readonly Item[] = readCell(schema, text) ?? [];
      const after = make(before);
      return {
        answer: { before, after },
        ...(after !== before && { write: { text: JSON.stringify(after), ttlMs } }),
      };
    });
    return changed ?? { before: [], after: [] };
  }
  return {
    change,
    async read() {
      return (await change((known) => known)).after;
    },
  };
}
