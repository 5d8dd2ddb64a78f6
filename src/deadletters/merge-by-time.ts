/**
 * Joins streams into one, in order of time. What follows each other in a stream stays so, even where
 * its time says otherwise.
 */
export async function* mergeByTime<Entry>(
  streams: readonly AsyncIterable<Entry>[],
  timeOf: (entry: Entry) => number,
): AsyncGenerator<Entry> {
  let heads = await Promise.all(streams.map((stream) => advance(stream[Symbol.asyncIterator]())));
  for (;;) {
    let earliest: Head<Entry> | undefined;
    for (const head of heads) {
      if (head === undefined) continue;
      if (earliest === undefined || timeOf(head.entry) < timeOf(earliest.entry)) earliest = head;
    }
    if (earliest === undefined) return;
    yield earliest.entry;
    const next = await advance(earliest.rest);
    heads = heads.map((head) => (head === earliest ? next : head));
  }
}

interface Head<Entry> {
  readonly entry: Entry;
  readonly rest: AsyncIterator<Entry>;
}

/** Undefined at the end of a stream. */
async function advance<Entry>(rest: AsyncIterator<Entry>): Promise<Head<Entry> | undefined> {
  const next = await rest.next();
  return next.done ? undefined : { entry: next.value, rest };
}
