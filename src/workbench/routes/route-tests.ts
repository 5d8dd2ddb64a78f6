import { openBatch } from '../../batch.ts';
import type { Channel } from '../../channels/channel.ts';
import type { Env } from '../../config/resolve-env.ts';
import { standInConfig } from '../../config/stand-in-config.ts';
import { matchPage } from '../../match-page.ts';
import type { JournalEntry } from '../../model/journal.ts';
import { type Instance, openInstance } from '../../open-instance.ts';
import type { Project } from '../../project.ts';
import { applyChange } from '../../rule-changes.ts';
import { ruleId } from '../../rule-faults.ts';
import { ringsAlone } from '../../sigma/correlate/references.ts';
import type { Heading } from '../../sigma/rule.ts';
import { openTally } from '../../tally.ts';
import { madeUpLog } from '../made-up-log.ts';
import { madeUpMatches } from './made-up-matches.ts';
import type { RouteCase, RouteStep } from './route-cases.ts';
import {
  compare,
  type Comparison,
  type Found,
  type Outcome,
  outcomesOf,
} from './route-outcomes.ts';

export interface StepResult extends Comparison {
  readonly at: Date;
  readonly outcomes: readonly Outcome[];
  /** What may explain that. */
  readonly notes: readonly string[];
}

export interface RouteTests {
  readonly channels: readonly string[];
  /** Ids and titles. */
  readonly rules: readonly string[];
  /** Of these, those that only count for correlation rules. */
  readonly silent: readonly string[];
  /** Variables that are not set: what needs them was left out. */
  readonly unset: readonly string[];
  /** An IANA name. */
  readonly timezone: string;
  run(test: RouteCase): Promise<readonly StepResult[]>;
}

/**
 * What a project does with alerts, step by step, as the function would: the same routes, groups, repeat
 * intervals and budgets, with a ledger in memory that lives as long as a case. Only the clock, which
 * shows what a step says, and the channels, which take everything, are not the real ones. Throws a
 * ConfigError where the configuration is wrong.
 */
export function openRouteTests(project: Project, env: Env): RouteTests {
  const standIn = standInConfig(project.config, env);
  const open = (now: () => number, journal: (entry: JournalEntry) => void): Instance =>
    openInstance({
      project: { ...project, config: standIn.config },
      env,
      journal,
      onSay() {},
      fetch: () => Promise.reject(new TypeError('nobody is told by a test')),
      now,
      allowLoopback: false,
    });
  const { config } = open(Date.now, () => {});
  const rules = changedRules(project, config.rules);
  return {
    channels: Object.keys(config.channels),
    rules: [...rules.keys()],
    silent: silentRules(project, config.rules),
    unset: standIn.unset,
    timezone: config.timezone,
    async run({ steps }) {
      const clock = openClock(steps[0]?.at ?? 0);
      const journal: JournalEntry[] = [];
      const instance = open(clock.now, (entry) => journal.push(entry));
      const results: StepResult[] = [];
      for (const [at, step] of steps.entries()) {
        clock.goTo(step.at);
        journal.length = 0;
        const ran = await runStep(step, `step-${at + 1}`, { instance, rules, clock, journal });
        const outcomes = outcomesOf(journal, ran);
        results.push({
          at: new Date(step.at),
          outcomes,
          ...compare(step.expect, outcomes),
          notes: ran.notes,
        });
      }
      return results;
    },
  };
}

interface Running {
  readonly instance: Instance;
  readonly rules: ReadonlyMap<string, Heading>;
  readonly clock: ReturnType<typeof openClock>;
  readonly journal: readonly JournalEntry[];
}

interface Ran extends Found {
  readonly notes: readonly string[];
}

/** One call of the function, but for reading the logs. */
async function runStep(
  { at, alerts, events }: RouteStep,
  name: string,
  { instance: { config, story, channels }, rules, clock, journal }: Running,
): Promise<Ran> {
  const write = story.journal;
  const tally = openTally(write, clock.now);
  const deadline = at + PATIENCE_MS;
  const turn = { ...clock, random: () => 0, owner: name, deadline, leaseEnd: deadline };
  const batch = openBatch({
    ...story,
    channels: channels.map(takingAll),
    keepsLetters: true,
    keepLetters: async () => {},
    onMuted() {},
    turn,
    tally,
    attempts: 1,
    givenUp: undefined,
  });
  const { accounts } = config;
  const madeUp = alerts.flatMap((alert, place) =>
    madeUpMatches(alert, { rules, accounts, at, prefix: `${name}.alerts.${place}` }),
  );
  const logs = events.map((record, place) => {
    // Without an id of its own it is another event, even where it reads the same.
    const own = { eventId: `${name}.events.${place}`, eventTime: new Date(at).toISOString() };
    return madeUpLog(JSON.stringify({ ...own, ...record }), at);
  });
  const found = matchPage(logs, story.rules, tally);
  const matches = [...madeUp, ...found.matches];
  const correlated = await story.rules.correlate(found.sightings);
  await batch.takeMatches(matches);
  await batch.takeCorrelated(correlated, found.lastSighted);
  await batch.tell();
  const [broken] = batch.broken();
  if (broken !== undefined) throw broken;
  const { unrouted, repeated } = tally.close();
  return {
    actors: new Map([
      ...matches.map(({ id, event }) => [id, event.actor.name] as const),
      ...correlated.map(({ id, events: all }) => [id, all.at(-1)?.actor.name ?? ''] as const),
    ]),
    titles: new Map([...matches, ...correlated].map(({ rule: { id, title } }) => [id, title])),
    notes: [
      ...journal.flatMap((entry) => {
        if (entry.kind === 'malformed') return [`a record cannot be read: ${entry.why}`];
        const isUntold = entry.kind === 'retry' || entry.kind === 'dead-letter';
        return isUntold ? [`${entry.channel} is not told: ${entry.reason}`] : [];
      }),
      ...(events.length > 0 && found.matches.length + correlated.length === 0
        ? ['no rule that rings finds anything in the events']
        : []),
      ...(unrouted > 0 ? [`found, and told to no channel: the route has none (${unrouted})`] : []),
      ...(repeated > 0 ? [`told in an earlier step: the same eventId (${repeated})`] : []),
    ],
  };
}

/** A step has as much time as it takes. */
const PATIENCE_MS = 3_600_000;

function takingAll({ name, budgets }: Channel): Channel {
  return { name, budgets, send: async () => ({ kind: 'delivered', form: 'full' }) };
}

/** A clock that shows what it is told, and on which all sleep at the same time. */
function openClock(start: number) {
  let time = start;
  return {
    now: () => time,
    async sleep(ms: number): Promise<void> {
      const end = time + ms;
      // Whoever else has something to do does it first.
      await Promise.resolve();
      time = Math.max(time, end);
    },
    goTo(moment: number): void {
      time = Math.max(time, moment);
    },
  };
}

/** The rules that are switched on, by their ids and titles. */
function changedRules(
  { rules, correlations }: Project,
  changes: Instance['config']['rules'],
): ReadonlyMap<string, Heading> {
  const all: readonly Heading[] = [...rules.map(({ rule }) => rule), ...correlations];
  const byName = new Map<string, Heading>();
  for (const rule of all) {
    const changed = applyChange(rule, changes);
    if (changed === undefined) continue;
    byName.set(ruleId(rule), changed);
    if (!byName.has(rule.title)) byName.set(rule.title, changed);
  }
  return byName;
}

/** Ids and titles of rules that ring nobody, but where a correlation rule does. */
function silentRules(
  { rules, correlations }: Project,
  changes: Instance['config']['rules'],
): readonly string[] {
  const inUse = correlations.flatMap((rule) => applyChange(rule, changes) ?? []);
  return [...rules.map(({ rule }) => rule), ...inUse]
    .filter((rule) => !ringsAlone(rule, inUse))
    .flatMap((rule) => [ruleId(rule), rule.title]);
}
