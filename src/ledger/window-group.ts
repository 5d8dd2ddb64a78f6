import type {
  WindowClaim,
  WindowEntry,
  WindowFiring,
  WindowSightings,
  WindowState,
} from './windows.ts';

/** What is remembered of one group. */
export interface WindowGroup {
  /** In order of time, as are the firings. */
  entries: readonly WindowEntry[];
  /** Of the entries. */
  readonly ids: Set<string>;
  firings: readonly WindowFiring[];
  /** Nothing from this time on was forgotten for its age; milliseconds since 1970. */
  since: number;
  /** Of the entries together. */
  weight: number;
}

/**
 * Firings outlive the entries of their time: while the cause of one may still be delivered again, it
 * must find that it has fired, though other shards of the logstore went on meanwhile.
 */
const FIRINGS_OUTLIVE_MS = 24 * 60 * 60 * 1000;

/** Of a group. The oldest go first. */
const MOST_FIRINGS = 1_000;

export function openWindowGroup({
  entries = [],
  firings = [],
  since = -Infinity,
}: Partial<Pick<WindowGroup, 'entries' | 'firings' | 'since'>> = {}): WindowGroup {
  const ids = new Set(entries.map(({ id }) => id));
  return { entries, ids, firings, since, weight: weighAll(entries) };
}

/**
 * Adds sightings to a group, as `Windows.see` promises, and answers it as it was before. The group
 * then weighs no more than `mostWeight`: its oldest entries go first.
 */
export function addSightings(
  group: WindowGroup,
  { entries, keepMs, most, mostKept }: WindowSightings,
  mostWeight = Infinity,
): WindowState {
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
  const few = keepNewest(young.slice(Math.max(0, young.length - most)), mostKept);
  const light = lighten(few, mostWeight);
  group.entries = light.entries;
  group.weight = light.weight;
  for (const { id } of merged.slice(0, merged.length - group.entries.length)) ids.delete(id);
  group.firings = firings
    .filter(({ time }) => time >= group.since - FIRINGS_OUTLIVE_MS)
    .slice(-MOST_FIRINGS);
  return { before, firings, since, known, late, over: young.length - group.entries.length };
}

/** Enters a firing, as `Windows.fire` promises, and answers the firings that then stand. */
export function addFiring(
  group: WindowGroup,
  { cause, time, quietMs }: Omit<WindowClaim, 'key' | 'keepMs'>,
): readonly WindowFiring[] {
  const isFree = group.firings.every(
    (other) => other.cause !== cause && Math.abs(other.time - time) > quietMs,
  );
  if (isFree) {
    group.firings = [...group.firings, { cause, time }].toSorted((a, b) => a.time - b.time);
  }
  return group.firings;
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

/** Leaves out the oldest until the rest is no heavier than allowed. */
function lighten(
  entries: readonly WindowEntry[],
  mostWeight: number,
): { readonly entries: readonly WindowEntry[]; readonly weight: number } {
  let weight = weighAll(entries);
  let first = 0;
  for (const entry of entries) {
    if (weight <= mostWeight) break;
    weight -= weigh(entry);
    first += 1;
  }
  return { entries: first === 0 ? entries : entries.slice(first), weight };
}

function weighAll(entries: readonly WindowEntry[]): number {
  return entries.reduce((sum, entry) => sum + weigh(entry), 0);
}

/** One that has several values counts for as many, and one more for every 256 characters kept. */
function weigh({ values, kept }: WindowEntry): number {
  const characters = kept.reduce((sum, text) => sum + text.length, 0);
  return (values.length || 1) + Math.ceil(characters / 256);
}
