import { addFiring, addSightings, openWindowGroup, type WindowGroup } from './window-group.ts';
import type { WindowFiring, Windows, WindowSightings, WindowState } from './windows.ts';

export interface MemoryWindowsOptions {
  /** The groups that were not seen for longest go first. */
  readonly mostGroups?: number;
  /**
   * The most entries in all groups together; one that has several values counts for as many, and one
   * more for every 256 characters that are kept with it.
   */
  readonly mostEntries?: number;
}

/** Groups that had to go, but for their newest firings. */
const MOST_FORGOTTEN = 10_000;
const MOST_FIRINGS_OF_FORGOTTEN = 10;

/** Windows that live as long as the function's instance. */
export function createMemoryWindows({
  mostGroups = 2_000,
  mostEntries = 100_000,
}: MemoryWindowsOptions = {}): Windows {
  // Insertion order is the order in which groups were last seen, because one that is seen is put last.
  const groups = new Map<string, WindowGroup>();
  let weight = 0;
  // What made a forgotten group ring may be delivered again: it must find that it did.
  const firingsOfForgotten = new Map<string, readonly WindowFiring[]>();

  function groupOf(key: string): WindowGroup {
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group = openWindowGroup({ firings: firingsOfForgotten.get(key) ?? [] });
    firingsOfForgotten.delete(key);
    groups.set(key, group);
    return group;
  }

  function see(sightings: WindowSightings): WindowState {
    const { key } = sightings;
    const group = groupOf(key);
    groups.delete(key);
    groups.set(key, group);
    weight -= group.weight;
    const state = addSightings(group, sightings);
    weight += group.weight;
    return state;
  }

  /** The group that was seen last stays, whatever its size: its own bound is `most`. */
  function makeRoom(): readonly string[] {
    const forgotten: string[] = [];
    for (const [key, group] of groups) {
      if (groups.size <= 1 || (groups.size <= mostGroups && weight <= mostEntries)) break;
      groups.delete(key);
      weight -= group.weight;
      keepFirings(key, group);
      forgotten.push(key);
    }
    return forgotten;
  }

  function keepFirings(key: string, { firings }: WindowGroup): void {
    if (firings.length === 0) return;
    firingsOfForgotten.set(key, firings.slice(-MOST_FIRINGS_OF_FORGOTTEN));
    for (const [oldest] of firingsOfForgotten) {
      if (firingsOfForgotten.size <= MOST_FORGOTTEN) break;
      firingsOfForgotten.delete(oldest);
    }
  }

  return {
    async see(all) {
      const states = all.map(see);
      return { states, forgotten: makeRoom() };
    },
    async fire(claims) {
      return claims.map((claim) => addFiring(groupOf(claim.key), claim));
    },
  };
}
