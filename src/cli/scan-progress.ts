/** Rewrites a line that shows how far a scan is. */
export interface ScanProgress {
  advance(bytes: number, lines: number, matches: number): void;
  end(): void;
}

const WIDTH = 30;

/** `size` is undefined where nobody knows it, `show` where nobody would see it. */
export function openScanProgress(
  size: number | undefined,
  show: ((line: string | undefined) => void) | undefined,
): ScanProgress {
  let done = 0;
  let shown = -1;
  return {
    advance(bytes, lines, matches) {
      done += bytes;
      const counts = `${lines} lines, ${matches} matches`;
      if (size === undefined) return show?.(counts);
      const share = Math.min(1, done / Math.max(1, size));
      const percent = Math.floor(share * 100);
      if (percent === shown) return;
      shown = percent;
      const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
      show?.(`${bar} ${String(percent).padStart(3)} %  ${counts}`);
    },
    end() {
      show?.(undefined);
    },
  };
}
