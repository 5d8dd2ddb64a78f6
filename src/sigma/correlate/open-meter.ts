import type { Correlation } from '../correlation-rule.ts';
import { chainMeter } from './chain-meter.ts';
import { holds } from './holds.ts';
import type { Meter } from './meter.ts';
import { average, numberMeter, percentile, sum } from './number-meter.ts';

/** A meter of an empty window. */
export function openMeter(correlation: Correlation): Meter {
  const { type, condition } = correlation;
  switch (type) {
    case 'event_count':
      return countMeter(correlation);
    case 'value_count':
    case 'temporal':
      return distinctMeter(correlation);
    case 'temporal_ordered':
      return chainMeter(correlation);
    case 'value_sum':
      return numberMeter(correlation, sum);
    case 'value_avg':
      return numberMeter(correlation, average);
    case 'value_percentile':
    case 'value_median': {
      const percent = condition.kind === 'bounds' ? condition.percentile : 0;
      return numberMeter(correlation, (numbers) => percentile(numbers, percent));
    }
  }
}

function countMeter({ condition }: Correlation): Meter {
  let value = 0;
  return {
    add() {
      value += 1;
    },
    remove() {
      value -= 1;
    },
    read: () => ({ value, holds: holds(condition, value) }),
  };
}

/** Counts the different values of all entries: those of fields, or the rules that were seen. */
function distinctMeter({ condition }: Correlation): Meter {
  const counts = new Map<string | number, number>();
  return {
    add({ values }) {
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    remove({ values }) {
      for (const value of values) {
        const left = (counts.get(value) ?? 0) - 1;
        if (left > 0) counts.set(value, left);
        else counts.delete(value);
      }
    },
    read: () => ({ value: counts.size, holds: holds(condition, counts.size, counts) }),
  };
}
