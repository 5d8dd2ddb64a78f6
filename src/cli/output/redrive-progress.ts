import type { Redriven } from '../redriving/redrive-shards.ts';
import { numberOf } from './number-of.ts';

/** Rewrites a line that shows how far a redrive is. */
export interface RedriveProgress {
  /** `share` is from 0 to 1. */
  readonly advance: (share: number, total: Redriven) => void;
  /** A call is made once more. */
  readonly retry: () => void;
  readonly hide: () => void;
}

const WIDTH = 30;

/** `show` is undefined where nobody would see it. */
export function openRedriveProgress(
  show: ((line: string | undefined) => void) | undefined,
): RedriveProgress {
  let share = 0;
  let told = '';
  let retries = 0;
  function print(): void {
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const percent = String(Math.floor(share * 100)).padStart(3);
    const again = retries > 0 ? `, ${numberOf(retries, 'call')} made again` : '';
    show?.(`${bar} ${percent} %  ${told}${again}`);
  }
  return {
    advance(reached, { calls, counts: { records, alerts } }) {
      share = Math.max(0, Math.min(1, reached));
      told = `${numberOf(calls, 'call')}, ${numberOf(records, 'record')}, ${numberOf(alerts, 'alert')}`;
      print();
    },
    retry() {
      retries += 1;
      print();
    },
    hide: () => show?.(undefined),
  };
}
