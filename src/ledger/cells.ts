import type * as z from 'zod';
import { parseJson } from '../model/fields.ts';

/** What becomes of a cell, and what is answered for it. */
export interface Changed<Answer> {
  readonly answer: Answer;
  /** Left out, the cell stays as it is. */
  readonly write?: {
    readonly text: string;
    /** Milliseconds after which the cell is as if it had never been; at least 1. */
    readonly ttlMs: number;
  };
}

/**
 * Named texts that many may change at the same time: what a ledger is made of. `change` reads cells
 * and writes what the function makes of each, one cell at a time, as if nobody else were there. A cell
 * that is not there is undefined. The function may be asked again for the same cell, when someone else
 * was faster, so it must be pure. A key that stands twice is changed twice, in order; the answers
 * stand as the keys do. Rejects with a LedgerDownError where the store does not answer in time.
 */
export interface Cells {
  change<Answer>(
    keys: readonly string[],
    change: (text: string | undefined, index: number) => Changed<Answer>,
  ): Promise<readonly Answer[]>;
}

/** What a cell holds; undefined where it is not there, or not of ours. */
export function readCell<Entry>(
  schema: z.ZodType<Entry>,
  text: string | undefined,
): Entry | undefined {
  return text === undefined ? undefined : schema.safeParse(parseJson(text)).data;
}

/** The shared store did not answer, or not in time. Its texts name no host and no password. */
export class LedgerDownError extends Error {
  override readonly name = 'LedgerDownError';
}
