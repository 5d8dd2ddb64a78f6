import * as z from 'zod';
import { type Cells, readCell } from './cells.ts';

/** What a text becomes that is written where one is already. */
export type Join = (known: string, text: string) => string;

/** Texts that a list leads to, each in a cell of its own. */
export interface CellTexts {
  /** A text that is there already is replaced, unless `join` says what becomes of it. */
  write(
    texts: readonly { readonly key: string; readonly text: string }[],
    join?: Join,
  ): Promise<void>;
  /** One answer for each; undefined where there is none. */
  read(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  drop(keys: readonly string[]): Promise<void>;
}

export function cellTexts(cells: Cells, ttlMs: number): CellTexts {
  return {
    async write(texts, join = (_known, text) => text) {
      await cells.change(
        texts.map(({ key }) => key),
        (there, at) => {
          const known = readCell(z.string(), there);
          const text = texts[at]?.text ?? '';
          const joined = known === undefined ? text : join(known, text);
          return { answer: undefined, write: { text: JSON.stringify(joined), ttlMs } };
        },
      );
    },
    read: (keys) => cells.change(keys, (text) => ({ answer: readCell(z.string(), text) })),
    async drop(keys) {
      await cells.change(keys, () => ({ answer: undefined, write: { text: '', ttlMs: 1 } }));
    },
  };
}
