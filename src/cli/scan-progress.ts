/** Rewrites a line that shows how far a scan is. */
export interface ScanProgress {
  advance(bytes: number, lines: number, matches: number): void;
  /** Takes the line away, for something else to be printed. The next step shows it again. */
  hide(): void;
}

const WIDTH = 30;

/** `size` is undefined where nobody knows it, `show` where nobody would see it. */
export function openScanProgress(
  size: number | undefined,
  show: ((line: string | undefined) => void) | undefined,
): ScanProgress {
  let done = 0;
  let shown: number | undefined;
  return {
    advance(bytes, lines, matches) {
      done += bytes;
      const counts = `${lines} lines, ${matches} matches`;
      const share = Math.min(1, done / Math.max(1, size ?? 1));
      const percent = Math.floor(share * 100);
      if (size !== undefined && percent === shown) return;
      shown = percent;
      if (size === undefined) return show?.(counts);
      const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
      show?.(`${bar} ${String(percent).padStart(3)} %  ${counts}`);
    },
    hide() {
      if (shown !== undefined) show?.(undefined);
      shown = undefined;
    },
  };
}
