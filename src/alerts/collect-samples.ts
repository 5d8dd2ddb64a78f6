import type { RuleSnapshot, Sample } from '../model/alert.ts';
import type { AuditEvent } from '../model/audit-event.ts';
import { takeSample } from './sample.ts';

const MOST_SAMPLES = 6;

/**
 * Keeps a few events that differ in what a message shows of them. Whoever wants to hide one call
 * behind many others must not be able to: a call that succeeded takes the place of one that did not.
 */
export function collectSamples(rule: RuleSnapshot, firstEvent: AuditEvent) {
  let first = takeSample(firstEvent, rule);
  const others: Sample[] = [];
  const shown = new Set([shownOf(first)]);
  let sampled = false;
  return {
    add(event: AuditEvent): void {
      const succeeded = event.outcome.kind === 'succeeded';
      const full = others.length + 1 === MOST_SAMPLES;
      const loser = others.findLastIndex(({ outcome }) => outcome.kind !== 'succeeded');
      if (full && (!succeeded || (loser === -1 && first.outcome.kind === 'succeeded'))) {
        // Whether it showed anything new is not worth finding out for each of thousands.
        sampled = true;
        return;
      }
      const sample = takeSample(event, rule);
      const seen = shownOf(sample);
      if (shown.has(seen)) return;
      shown.add(seen);
      if (full) {
        sampled = true;
        if (loser !== -1) others.splice(loser, 1);
        else {
          first = sample;
          return;
        }
      }
      others.push(sample);
    },
    taken(): { readonly samples: readonly [Sample, ...Sample[]]; readonly sampled: boolean } {
      const [head = first, ...rest] = [first, ...others].toSorted(succeededFirst);
      return { samples: [head, ...rest], sampled };
    },
  };
}

/** What a message shows of an event, as one text. */
function shownOf({ name, outcome, details, sourceIp, userAgent, region, actor }: Sample): string {
  return JSON.stringify([name, outcome, details, sourceIp, userAgent, region, actor]);
}

function succeededFirst(a: Sample, b: Sample): number {
  return Number(b.outcome.kind === 'succeeded') - Number(a.outcome.kind === 'succeeded');
}
