import { numberOf } from './number-of.ts';

/** Rewrites a line that shows how far a scan is. */
export interface ScanProgress {
  /** `share` is from 0 to 1; undefined where nobody knows it. */
  advance(share: number | undefined, count: ScanCount): void;
  /** Takes the line away, for something else to be printed. The next step shows it again. */
  hide(): void;
}

/** What is counted: lines, or records that stand in none of their own. */
export type Counted = 'line' | 'record';

interface ScanCount {
  readonly lines: number;
  readonly counted: Counted;
  readonly matches: number;
}

const WIDTH = 30;

/** `show` is undefined where nobody would see it. */
export function openScanProgress(
  show: ((line: string | undefined) => void) | undefined,
): ScanProgress {
  let shown: number | undefined;
  return {
    advance(share, { lines, counted, matches }) {
      const counts = `${numberOf(lines, counted)}, ${numberOf(matches, 'match', 'matches')}`;
      const percent = Math.floor(Math.min(1, share ?? 0) * 100);
      if (share !== undefined && percent === shown) return;
      shown = percent;
      if (share === undefined) return show?.(counts);
      const bar = '█'.repeat(Math.round((percent / 100) * WIDTH)).padEnd(WIDTH, '░');
      show?.(`${bar} ${String(percent).padStart(3)} %  ${counts}`);
    },
    hide() {
      if (shown !== undefined) show?.(undefined);
      shown = undefined;
    },
  };
}
