import type { Outage } from './evidence.ts';
import type { Cause } from './follow-pair.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run-chaos.ts';
import type { Verdict } from './verdict.ts';

/** The figures of a run, as lines of a table. */
export function reportLines(plan: Plan, run: Run, verdict: Verdict): readonly string[] {
  const { evidence, shards } = run;
  const ends = countBy(evidence.invocations, ({ end }) => end.kind);
  const threw = countBy(
    evidence.invocations.flatMap(({ end }) => (end.kind === 'threw' ? [end.error] : [])),
    (error) => error.split(':')[0] ?? error,
  );
  const faults = countBy(evidence.arrivals, ({ fault }) => fault);
  const causes = countBy(verdict.repeats, ({ cause }) => cause ?? 'none');
  const reasons = countBy(evidence.letters.alerts, ({ reason }) => reason);
  const sum = (of: (shard: Run['shards'][number]) => number) =>
    shards.reduce((total, shard) => total + of(shard), 0);
  const cause = (name: Cause) => `${causes.get(name) ?? 0} by ${name}`;
  const marked = (mark: 'this' | 'earlier' | 'none') =>
    verdict.repeats.filter((repeat) => repeat.mark === mark).length;

  const away = (wanted: Outage['how']) =>
    evidence.outages.filter(({ how }) => how === wanted).map(({ from, to }) => `${to - from} ms`);

  const rows: readonly (readonly [name: string, figure: number | string, more: string])[] = [
    ['records', plan.size.records, `${evidence.malformed.length} of them cannot be read`],
    ['shards finished', `${shards.length - evidence.unfinished.length} of ${shards.length}`, ''],
    [
      'ranges',
      sum(({ ranges }) => ranges),
      `${sum(({ longer }) => longer)} came again with a later end`,
    ],
    ['invocations', evidence.invocations.length, listed(ends)],
    ['', '', listed(threw)],
    ['kills', run.kills, 'SIGKILL'],
    ['Redis restarts', away('restart').length, away('restart').join(', ')],
    ['Redis stalls', away('stall').length, away('stall').join(', ')],
    ['messages', evidence.arrivals.length, listed(faults)],
    ['', run.nameless.length, 'named no event'],
    ['due', verdict.due, `${plan.alerts.length} alerts on ${evidence.channels.length} channels`],
    ['told', verdict.told, `${verdict.markedFirst} said that they may be repeats, and were none`],
    ['dead letters', verdict.dead, listed(reasons)],
    [
      '',
      evidence.letters.records.length,
      `records; ${evidence.letters.ranges.length} ranges, ${evidence.letters.unreadable} lines unreadable`,
    ],
    [
      'repeats',
      verdict.repeats.length,
      `${cause('kill')}, ${cause('ambiguous answer')}, ${cause('ledger downtime')}`,
    ],
    [
      '',
      '',
      `${marked('this')} marked, ${marked('earlier')} announced by the first, ${marked('none')} unmarked`,
    ],
    ['', '', `${verdict.repeats.filter(({ folded }) => folded).length} folded by msgUuid`],
    ['repeats without cause', causes.get('none') ?? 0, ''],
    ['lost', verdict.lost.length, ''],
    ['seconds', run.seconds.toFixed(1), ''],
  ];
  const figures = rows.map(([name, figure, more]) => ({
    name,
    figure: typeof figure === 'number' ? figure.toLocaleString('en') : figure,
    more,
  }));
  const [wide, high] = [
    Math.max(...figures.map(({ name }) => name.length)),
    Math.max(...figures.map(({ figure }) => figure.length)),
  ];
  return figures
    .filter(({ figure, more }) => figure !== '' || more !== '')
    .map(({ name, figure, more }) =>
      `${name.padEnd(wide)}  ${figure.padStart(high)}  ${more}`.trimEnd(),
    );
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
