import { askGroup, type Fired } from './ask-group.ts';
import type { BoundTally } from './bound.ts';
import { collectGroups, type Group, type Observation } from './collect-groups.ts';
import type { Plan } from './plan.ts';
import type { Windows, WindowState } from './windows.ts';

/** What is the same in every call. */
export interface Setting {
  readonly windows: Windows;
  readonly latenessMs: number;
  readonly mostEvents: number;
  readonly mostKept: number;
  /** The name of the correlation that a group belongs to, by the group's key. */
  readonly nameOf: (key: string) => string;
}

/** A group of this call, and what it was before. */
interface SeenGroup extends Group {
  readonly keepMs: number;
  readonly state: WindowState;
}

/** Shows observations to correlations that do not refer to each other: one call for all their groups. */
export async function observeLevel(
  plans: readonly Plan[],
  observations: readonly Observation[],
  setting: Setting,
  tally: BoundTally,
): Promise<readonly Fired[]> {
  const ordered = observations.toSorted((a, b) => a.time - b.time);
  const groups = plans.flatMap((plan) => collectGroups(plan, ordered, tally));
  if (groups.length === 0) return [];
  const seen = await seeGroups(groups, setting, tally);
  return await askGroups(seen, setting);
}

async function seeGroups(
  groups: readonly Group[],
  { windows, latenessMs, mostEvents, mostKept, nameOf }: Setting,
  tally: BoundTally,
): Promise<readonly SeenGroup[]> {
  const keepMsOf = ({ plan }: Group): number => plan.spanMs + latenessMs;
  const { states, forgotten } = await windows.see(
    groups.map((group) => ({
      key: group.key,
      entries: [...group.turns.values()].flatMap(({ entries }) => entries),
      keepMs: keepMsOf(group),
      most: mostEvents,
      mostKept,
    })),
  );
  for (const key of forgotten) tally.add('groups', nameOf(key), 1);
  return groups.map((group, place) => {
    const state = answered(states, place);
    const late = new Set(state.late);
    const lateTurns = [...group.turns.values()].filter((turn) =>
      turn.entries.some(({ id }) => late.has(id)),
    );
    tally.add('late', group.plan.name, lateTurns.length);
    tally.add('events', group.plan.name, state.over);
    return { ...group, state, keepMs: keepMsOf(group) };
  });
}

/**
 * Asks the groups side by side: what they have found by then goes into one call. There are as many
 * calls as the group has firings that has the most, which in a portion of minutes is one. The firings
 * are in order of time, and those of one time in the order of the groups.
 */
async function askGroups(
  groups: readonly SeenGroup[],
  { windows, mostEvents, mostKept }: Setting,
): Promise<readonly Fired[]> {
  const fired = groups.map((): readonly Fired[] => []);
  let asked = groups.map((group, place) => {
    const asking = askGroup(group, group.state, mostEvents, mostKept);
    return { group, place, asking, step: asking.next() };
  });
  for (;;) {
    const found = asked.flatMap(({ step, place, ...rest }) => {
      if (!step.done) return { ...rest, place, firing: step.value };
      fired[place] = step.value;
      return [];
    });
    if (found.length === 0) break;
    const standing = await windows.fire(
      found.map(({ group: { key, keepMs, plan }, firing }) => {
        return { ...firing, key, quietMs: plan.spanMs, keepMs };
      }),
    );
    asked = found.map(({ group, place, asking }, at) => {
      return { group, place, asking, step: asking.next(answered(standing, at)) };
    });
  }
  return fired.flat().toSorted((one, other) => one.firing.lastSeen - other.firing.lastSeen);
}

function answered<Answer>(answers: readonly Answer[], place: number): Answer {
  const answer = answers[place];
  if (answer === undefined) throw new Error('the windows answered for fewer groups than asked');
  return answer;
}
