import * as z from 'zod';
import { type Cells, readCell } from './cells.ts';

/** Texts that a list leads to, each in a cell of its own. */
export interface CellTexts {
  write(texts: readonly { readonly key: string; readonly text: string }[]): Promise<void>;
  /** One answer for each; undefined where there is none. */
  read(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  drop(keys: readonly string[]): Promise<void>;
}

export function cellTexts(cells: Cells, ttlMs: number): CellTexts {
  return {
    async write(texts) {
      await cells.change(
        texts.map(({ key }) => key),
        (_known, at) => ({
          answer: undefined,
          write: { text: JSON.stringify(texts[at]?.text ?? ''), ttlMs },
        }),
      );
    },
    read: (keys) => cells.change(keys, (text) => ({ answer: readCell(z.string(), text) })),
    async drop(keys) {
      await cells.change(keys, () => ({ answer: undefined, write: { text: '', ttlMs: 1 } }));
    },
  };
}
