import * as z from 'zod';
import { type Cells, readCell } from './cells.ts';

/** What is known of a range from the times before. */
export interface Attempt {
  /** How often it was tried since it last got on; 1 is the first time. */
  readonly number: number;
  /** All before this cursor is dealt with; undefined where nothing is. */
  readonly checkpoint: string | undefined;
}

/** How far the ranges got that the trigger delivers: a key stands for one shard and begin cursor. */
export interface Ranges {
  begin(key: string): Promise<Attempt>;
  /** The last try does not count: what is left will be dealt with if it comes again. */
  uncount(key: string): Promise<void>;
  /** All before `cursor` is dealt with. */
  checkpoint(key: string, cursor: string): Promise<void>;
  /** All of it is: delivered once more, it is read from its beginning. */
  done(key: string): Promise<void>;
}

const entrySchema = z.object({ attempts: z.number(), checkpoint: z.string().optional() });

export function createRanges(cells: Cells, rememberMs: number): Ranges {
  const write = (entry: z.infer<typeof entrySchema>) => ({
    text: JSON.stringify(entry),
    ttlMs: rememberMs,
  });
  const put = async (key: string, entry: z.infer<typeof entrySchema>): Promise<void> => {
    await cells.change([key], () => ({ answer: undefined, write: write(entry) }));
  };
  return {
    async begin(key) {
      const [attempt = { number: 1, checkpoint: undefined }] = await cells.change([key], (text) => {
        const known = readCell(entrySchema, text);
        const attempts = (known?.attempts ?? 0) + 1;
        return {
          answer: { number: attempts, checkpoint: known?.checkpoint },
          write: write({ ...known, attempts }),
        };
      });
      return attempt;
    },
    async uncount(key) {
      await cells.change([key], (text) => {
        const known = readCell(entrySchema, text);
        if (known === undefined) return { answer: undefined };
        const attempts = Math.max(0, known.attempts - 1);
        return { answer: undefined, write: write({ ...known, attempts }) };
      });
    },
    checkpoint: (key, cursor) => put(key, { attempts: 0, checkpoint: cursor }),
    done: (key) => put(key, { attempts: 0 }),
  };
}
