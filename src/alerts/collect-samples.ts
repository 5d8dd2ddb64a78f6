import type { RuleSnapshot, Sample } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { takeSample } from './sample.ts';

const MOST_SAMPLES = 6;

export interface Samples {
  readonly samples: readonly [Sample, ...Sample[]];
  /** Whether events were left out that may have shown something else again. */
  readonly sampled: boolean;
}

/**
 * Keeps a few events that differ in what a message shows of them. Whoever wants to hide one call
 * behind many others must not be able to: a call that succeeded takes the place of one that did not.
 */
export function collectSamples(rule: RuleSnapshot) {
  const kept: Sample[] = [];
  const shown = new Set<string>();
  let sampled = false;
  return {
    add(event: AuditEvent): void {
      const full = kept.length === MOST_SAMPLES;
      const loser = kept.findLastIndex((sample) => !succeeded(sample));
      if (full && (loser === -1 || !succeeded(event))) {
        // Whether it shows anything new is not worth finding out for each of thousands.
        sampled = true;
        return;
      }
      const sample = takeSample(event, rule);
      const seen = shownOf(sample);
      if (shown.has(seen)) return;
      shown.add(seen);
      if (full) {
        sampled = true;
        kept.splice(loser, 1);
      }
      kept.push(sample);
    },
    /** Those that succeeded before the others. Throws where there was no event. */
    taken(): Samples {
      const [first, ...rest] = kept.toSorted((a, b) => Number(succeeded(b)) - Number(succeeded(a)));
      if (!first) throw new Error('there are no samples of a group without events');
      return { samples: [first, ...rest], sampled };
    },
  };
}

function succeeded({ outcome }: Pick<AuditEvent, 'outcome'>): boolean {
  return outcome.kind === 'succeeded';
}

/** What a message shows of an event, as one text. */
function shownOf({ name, outcome, details, sourceIp, userAgent, region, actor }: Sample): string {
  return JSON.stringify([name, outcome, details, sourceIp, userAgent, region, actor]);
}
