import type { Alert, Ringing } from '../model/alert.ts';
import type { Resource } from '../model/audit-event.ts';
import type { Digest, DigestRow } from '../model/digest.ts';
import { byGravity } from '../model/level.ts';
import { hash } from './hash.ts';

/** More rules than anybody reads of. */
const MOST_ROWS = 30;
/** Of a row. More are counted while it is made, to find those who called most often. */
const MOST_ACTORS = 20;
const MOST_ACTORS_COUNTED = 2_000;
const MOST_RESOURCES = 5;
const MOST_ACCOUNTS = 5;

/** Alerts as one digest: by rule, and in each by who called. Throws where there is no alert. */
export function digestAlerts(ringing: readonly Ringing[], why: Digest['why']): Digest {
  const alerts = ringing.map(({ alert }) => alert);
  return {
    id: hash(['digest', why, ...alerts.map(({ id }) => id).toSorted()]),
    why,
    ...countRows(alerts.map(rowOf), { alerts: 0, count: 0 }),
    keptBack: ringing.reduce((sum, { keptBack }) => sum + (keptBack?.count ?? 0), 0),
    outcomes: sumOutcomes(alerts),
    ...spanOf(alerts),
    mayRepeat: alerts.some(({ mayRepeat }) => mayRepeat),
  };
}

/** Digests of different alerts as one, of the same kind as the first. Throws where there is none. */
export function mergeDigests(digests: readonly Digest[]): Digest {
  const [first, ...others] = digests;
  if (first === undefined) throw new RangeError('there is no digest of nothing');
  if (others.length === 0) return first;
  const rest = digests.reduce((sum, digest) => add(sum, digest.rest), { alerts: 0, count: 0 });
  return {
    id: hash(['digests', ...digests.map(({ id }) => id).toSorted()]),
    why: first.why,
    ...countRows(
      digests.flatMap(({ rows }) => rows),
      rest,
    ),
    keptBack: digests.reduce((sum, { keptBack }) => sum + keptBack, 0),
    outcomes: sumOutcomes(digests),
    ...spanOf(digests),
    mayRepeat: digests.some(({ mayRepeat }) => mayRepeat),
  };
}

type Sum = Pick<Digest, 'alerts' | 'count'>;

function add(a: Sum, b: Sum): Sum {
  return { alerts: a.alerts + b.alerts, count: a.count + b.count };
}

function rowOf({ rule, count, outcomes, samples, resources }: Alert): DigestRow {
  const [name, ...others] = new Set(samples.map(({ actor }) => actor.name));
  const isOne = name !== undefined && others.length === 0;
  return {
    rule,
    alerts: 1,
    count,
    outcomes,
    actors: isOne ? [{ name, count }] : [],
    others: isOne ? 0 : count,
    accounts: samples[0].account === undefined ? [] : [samples[0].account],
    resources: { first: resources.first, more: resources.total > resources.first.length },
    trailUrl: samples[0].trailUrl,
  };
}

/** Rows of the same rule as one, the gravest first; what is too many is only counted. */
function countRows(
  rows: readonly DigestRow[],
  rest: Sum,
): Pick<Digest, 'alerts' | 'count' | 'rows' | 'rest'> {
  const byRule = new Map<string, DigestRow[]>();
  for (const row of rows) {
    const same = byRule.get(row.rule.id) ?? [];
    same.push(row);
    byRule.set(row.rule.id, same);
  }
  const [first, ...more] = [...byRule.values()]
    .flatMap(mergeRows)
    .toSorted((a, b) => byGravity(a.rule.level, b.rule.level) || b.count - a.count);
  if (first === undefined) throw new RangeError('there is no digest of nothing');
  const left = more.slice(MOST_ROWS - 1).reduce(add, rest);
  const kept = more.slice(0, MOST_ROWS - 1);
  const all = [first, ...kept].reduce(add, left);
  return { ...all, rows: [first, ...kept], rest: left };
}

/** One row, of those of one rule; none of none. */
function mergeRows(rows: readonly DigestRow[]): readonly DigestRow[] {
  const [first] = rows;
  if (first === undefined) return [];
  const calls = new Map<string, number>();
  const resources = new Map<string, Resource>();
  const accounts = new Set<string>();
  let { alerts, count, others } = { alerts: 0, count: 0, others: 0 };
  let more = false;
  for (const row of rows) {
    alerts += row.alerts;
    count += row.count;
    others += row.others;
    for (const { name, count: called } of row.actors) {
      const known = calls.get(name);
      if (known === undefined && calls.size === MOST_ACTORS_COUNTED) others += called;
      else calls.set(name, (known ?? 0) + called);
    }
    for (const account of row.accounts) {
      if (accounts.size < MOST_ACCOUNTS) accounts.add(account);
    }
    for (const resource of row.resources.first) {
      if (resources.size < MOST_RESOURCES) resources.set(resource.id, resource);
      else more ||= !resources.has(resource.id);
    }
    more ||= row.resources.more;
  }
  const actors = [...calls]
    .map(([name, called]) => ({ name, count: called }))
    .toSorted((a, b) => b.count - a.count);
  for (const { count: called } of actors.slice(MOST_ACTORS)) others += called;
  return [
    {
      rule: first.rule,
      alerts,
      count,
      outcomes: sumOutcomes(rows),
      actors: actors.slice(0, MOST_ACTORS),
      others,
      accounts: [...accounts],
      resources: { first: [...resources.values()], more },
      trailUrl: first.trailUrl,
    },
  ];
}

function sumOutcomes(parts: readonly Pick<DigestRow, 'outcomes'>[]): DigestRow['outcomes'] {
  const sum = { succeeded: 0, denied: 0, failed: 0 };
  for (const { outcomes } of parts) {
    sum.succeeded += outcomes.succeeded;
    sum.denied += outcomes.denied;
    sum.failed += outcomes.failed;
  }
  return sum;
}

/** From the first to the last of them. */
function spanOf(
  parts: readonly Pick<Digest, 'firstSeen' | 'lastSeen'>[],
): Pick<Digest, 'firstSeen' | 'lastSeen'> {
  const first = parts.reduce((time, { firstSeen }) => Math.min(time, +firstSeen), Infinity);
  const last = parts.reduce((time, { lastSeen }) => Math.max(time, +lastSeen), -Infinity);
  return { firstSeen: new Date(first), lastSeen: new Date(last) };
}
