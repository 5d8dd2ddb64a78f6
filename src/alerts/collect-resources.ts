import type { ResourceCount } from '../model/alert.ts';
import type { Resource } from '../model/audit-event.ts';
import { hash } from './hash.ts';
import { tidyResource } from './sample.ts';

/** More than a message names. */
const MOST_KEPT = 10;
/** Distinct resources are counted up to here: whoever deletes more has been understood. */
const MOST_COUNTED = 1_000;

/** Counts distinct resources and keeps the first few. */
export function collectResources() {
  const first: Resource[] = [];
  const counted = new Set<string>();
  let atLeast = false;

  /** Whether it is a new one. */
  function count(key: string): boolean {
    if (counted.has(key)) return false;
    if (counted.size === MOST_COUNTED) {
      atLeast = true;
      return false;
    }
    counted.add(key);
    return true;
  }

  return {
    /** `others` are keys of resources of which no more is known. */
    add(resources: readonly Resource[], others: readonly string[] = []): void {
      for (const resource of resources) {
        if (count(resourceKey(resource)) && first.length < MOST_KEPT) {
          first.push(tidyResource(resource));
        }
      }
      for (const key of others) count(key);
    },
    counted(): ResourceCount {
      return { first, total: counted.size, atLeast };
    },
  };
}

/** What tells a resource from others, in few characters. */
export function resourceKey({ type, id }: Resource): string {
  return hash([type, id]).slice(0, 16);
}
