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
  return {
    add(resources: readonly Resource[]): void {
      for (const resource of resources) {
        const id = hash([resource.type, resource.id]);
        if (counted.has(id)) continue;
        if (counted.size === MOST_COUNTED) {
          atLeast = true;
          return;
        }
        counted.add(id);
        if (first.length < MOST_KEPT) first.push(tidyResource(resource));
      }
    },
    counted(): ResourceCount {
      return { first, total: counted.size, atLeast };
    },
  };
}
