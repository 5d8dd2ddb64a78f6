import type { Distinct } from '../model/alert.ts';
import { clip } from './clip.ts';
import { redact } from './redact.ts';
import { LONGEST } from './sample.ts';

/**
 * Keeps a few different texts, those of calls that succeeded before the others: nobody can push one
 * out by many calls that come to nothing.
 */
export function collectDistinct(most: number) {
  const kept = new Map<string, { readonly text: string; readonly succeeded: boolean }>();
  let more = false;
  return {
    add(raw: string | undefined, succeeded: boolean): void {
      if (raw === undefined) return;
      const key = clip(raw, LONGEST);
      const known = kept.get(key);
      if (known) {
        if (succeeded && !known.succeeded) kept.set(key, { ...known, succeeded });
        return;
      }
      if (kept.size === most) {
        more = true;
        const loser = succeeded ? [...kept].findLast(([, each]) => !each.succeeded) : undefined;
        if (!loser) return;
        kept.delete(loser[0]);
      }
      kept.set(key, { text: redact(key), succeeded });
    },
    distinct(): Distinct {
      const values = [...kept.values()];
      return {
        values: values.toSorted((a, b) => Number(b.succeeded) - Number(a.succeeded)),
        more,
      };
    },
  };
}
