import type {
  WindowEntry,
  WindowFiring,
  Windows,
  WindowSightings,
  WindowState,
} from './windows.ts';

export interface MemoryWindowsOptions {
  /** The groups that were not seen for longest go first. */
  readonly mostGroups?: number;
  /**
   * The most entries in all groups together; one that has several values counts for as many, and one
   * more for every 256 characters that are kept with it.
   */
  readonly mostEntries?: number;
}

interface Group {
  /** In order of time, as are the firings. */
  entries: readonly WindowEntry[];
  readonly ids: Set<string>;
  firings: readonly WindowFiring[];
  since: number;
  /** Of its entries together. */
  weight: number;
}

/** Windows that live as long as the function's instance. */
export function createMemoryWindows({
  mostGroups = 2_000,
  mostEntries = 100_000,
}: MemoryWindowsOptions = {}): Windows {
  // Insertion order is the order in which groups were last seen, because one that is seen is put last.
  const groups = new Map<string, Group>();
  let weight = 0;

  function groupOf(key: string): Group {
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group = { entries: [], ids: new Set<string>(), firings: [], since: -Infinity, weight: 0 };
    groups.set(key, group);
    return group;
  }

  function see(sightings: WindowSightings): WindowState {
    const { key } = sightings;
    const group = groupOf(key);
    groups.delete(key);
    groups.set(key, group);
    weight -= group.weight;
    const state = addTo(group, sightings);
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
      forgotten.push(key);
    }
    return forgotten;
  }

  return {
    async see(all) {
      const states = all.map(see);
      return { states, forgotten: makeRoom() };
    },
    async fire(claims) {
      return claims.map(({ key, cause, time, quietMs }) => {
        const group = groupOf(key);
        const isFree = group.firings.every(
          (other) => other.cause !== cause && Math.abs(other.time - time) > quietMs,
        );
        if (isFree) {
          group.firings = [...group.firings, { cause, time }].toSorted((a, b) => a.time - b.time);
        }
        return group.firings;
      });
    },
  };
}

function addTo(group: Group, { entries, keepMs, most, mostKept }: WindowSightings): WindowState {
  const { entries: before, firings, since, ids } = group;
  const newest = before.at(-1)?.time;
  const known: string[] = [];
  const late: string[] = [];
  const added: WindowEntry[] = [];
  let oldest = newest;
  for (const entry of entries) {
    if (ids.has(entry.id)) known.push(entry.id);
    else if (newest !== undefined && entry.time < newest - keepMs) {
      late.push(entry.id);
      continue;
    } else added.push(entry);
    ids.add(entry.id);
    oldest = Math.min(oldest ?? entry.time, entry.time);
  }

  if (oldest !== undefined) group.since = Math.max(since, oldest - keepMs);
  const merged = merge(before, added);
  const young = merged.filter(({ time }) => time >= group.since);
  const over = Math.max(0, young.length - most);
  for (const { id } of merged.slice(0, merged.length - young.length + over)) ids.delete(id);
  group.entries = keepNewest(young.slice(over), mostKept);
  group.firings = firings.filter(({ time }) => time >= group.since);
  group.weight = group.entries.reduce((sum, entry) => sum + weigh(entry), 0);
  return { before, firings, since, known, late, over };
}

/** Both are in order of time. What came before stays before what has come at the same time. */
function merge(
  before: readonly WindowEntry[],
  added: readonly WindowEntry[],
): readonly WindowEntry[] {
  const merged = before.concat(added);
  const newest = before.at(-1);
  const first = added[0];
  const isSorted = newest === undefined || first === undefined || newest.time <= first.time;
  return isSorted ? merged : merged.sort((a, b) => a.time - b.time);
}

/** Empties `kept` but for the newest texts. */
function keepNewest(entries: readonly WindowEntry[], most: number): readonly WindowEntry[] {
  const result = [...entries];
  let room = most;
  for (let place = result.length - 1; place >= 0; place -= 1) {
    const entry = result[place];
    if (entry === undefined || entry.kept.length === 0) continue;
    const kept = entry.kept.slice(Math.max(0, entry.kept.length - room));
    room -= kept.length;
    if (kept.length < entry.kept.length) result[place] = { ...entry, kept };
  }
  return result;
}

function weigh({ values, kept }: WindowEntry): number {
  const characters = kept.reduce((sum, text) => sum + text.length, 0);
  return (values.length || 1) + Math.ceil(characters / 256);
}
