/** What was seen, as far back as it is remembered. */
export interface RememberedIds {
  /** Remembers the id. Answers whether it had not been seen before. */
  isNew(id: string): boolean;
}

/** Remembers at least the latest `least` ids, and never more than twice as many. */
export function rememberIds(least: number): RememberedIds {
  let older: ReadonlySet<string> = new Set();
  let latest = new Set<string>();
  return {
    isNew(id) {
      if (older.has(id) || latest.has(id)) return false;
      if (latest.size >= least) {
        older = latest;
        latest = new Set();
      }
      latest.add(id);
      return true;
    },
  };
}
