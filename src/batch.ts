import { correlatedKey } from './alerts/alert-of-correlated.ts';
import { digestAlerts } from './alerts/digest-alerts.ts';
import { groupMatches } from './alerts/group-matches.ts';
import type { Routable } from './alerts/matchers.ts';
import { sayAnswerable } from './answering.ts';
import { openBatchLetters } from './batch-letters.ts';
import { claimOwed, type Unsettled } from './delivery/claim-owed.ts';
import { deliver } from './delivery/deliver.ts';
import type { Fate } from './delivery/fate.ts';
import { settle } from './delivery/settle.ts';
import { tellNotice } from './delivery/tell-notice.ts';
import type { Beat } from './ledger/ledger.ts';
import type { LogRange } from './logs/log-source.ts';
import type { Malformed, Match } from './match-page.ts';
import type { Correlated } from './model/alert.ts';
import type { Notice } from './model/notice.ts';
import type { Answered } from './model/response.ts';
import type { Pipeline, Turn } from './pipeline.ts';
import type { Tally } from './tally.ts';

export type Batch = ReturnType<typeof openBatch>;

export interface BatchOptions extends Pipeline {
  readonly turn: Turn;
  readonly tally: Tally;
  /** How often the range was tried, this time included. */
  readonly attempts: number;
  /** Why nothing is left for another time; undefined while there may be one. */
  readonly givenUp: string | undefined;
  /** Whether what is late rings one by one all the same. */
  readonly lateAsAlerts?: boolean | undefined;
}

type Finding = Match | (Correlated & Pick<Match, 'logged'>);

/** A finding as routes see it. */
export function routableOf(finding: Finding): Routable {
  const { rule, logged } = finding;
  if ('event' in finding) return { rule, events: [finding.event], isWhole: true, logged };
  const { events, count } = finding;
  const isWhole = events.length === count;
  return { rule, events, isWhole, group: correlatedKey(finding), logged };
}

/** What it takes to write down where everything stands. */
const SETTLING_MS = 3_000;

/** Findings of others that are waited for: each keeps its record in memory. */
const MOST_HELD = 5_000;

/** How often a claim of someone else's is looked at. */
const FIRST_LOOK_MS = 250;
const LONGEST_LOOK_MS = 4_000;

/** Somebody else is telling of so much of the range that it is better to come again. */
class TooManyHeldError extends Error {
  override readonly name = 'TooManyHeldError';
}

/**
 * What one delivery of a range owes: found page by page, claimed as it is found, told at the end, and
 * settled. `isSettled` says whether all that was found has come to its end.
 */
export function openBatch(options: BatchOptions) {
  const { ledger, journal, tally, turn, givenUp } = options;
  const claimant = { owner: turn.owner, until: turn.leaseEnd };
  const { keepsLetters: isKept } = options;
  const isLast = givenUp !== undefined;
  const patience = {
    ...turn,
    isLast,
    deadline: turn.deadline - Math.min(SETTLING_MS, timeLeft() / 4),
  };
  const broken: unknown[] = [];
  const letters = openBatchLetters({ ...options, now: turn.now });
  const notices = new Map<string, Notice>();
  let groups = groupMatches();
  let held: readonly Unsettled<Finding>[] = [];
  let left = 0;
  /** Channels that took something, and why others did not. */
  const taking = new Set<string>();
  const failing = new Map<string, string>();
  const refusing = new Map<string, string>();
  /** What people have answered before: asked for once there is something to tell. */
  let known: Promise<Answered> | undefined;

  function answered(): Promise<Answered> {
    known ??=
      options.offers === undefined
        ? Promise.resolve({ silences: [], acknowledgements: [] })
        : ledger.responses.known();
    return known;
  }

  function timeLeft(): number {
    return Math.max(0, turn.deadline - turn.now());
  }

  /** Claims findings for the channels that they are owed to. Those that somebody else holds come back. */
  async function claim(
    unsettled: readonly Unsettled<Finding>[],
  ): Promise<readonly Unsettled<Finding>[]> {
    if (unsettled.length === 0) return [];
    const claiming = await claimOwed(unsettled, ledger.claims, claimant);
    for (const [finding, owing] of claiming.owed) {
      if ('event' in finding) groups.add(finding.rule, finding.event, owing);
      else groups.addCorrelated(finding, owing);
    }
    tally.repeated(claiming.ended);
    return claiming.held;
  }

  async function take(findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    const { silences } = await answered();
    const { lateAsAlerts } = options;
    const circumstances = { now: turn.now(), answered: silences, lateAsAlerts };
    const unsettled: Unsettled<Finding>[] = [];
    for (const finding of findings) {
      const ways = options.route(routableOf(finding), circumstances);
      if (ways.size === 0) tally.unrouted(finding.rule, finding.id);
      else unsettled.push({ finding, ways });
    }
    held = [...held, ...(await claim(unsettled))];
    if (held.length > MOST_HELD) throw new TooManyHeldError();
  }

  async function keepLetters(): Promise<void> {
    try {
      await letters.keepWaiting();
    } catch (error) {
      broken.push(error);
    }
  }

  async function tellGroups(): Promise<void> {
    const due = groups.due();
    groups = groupMatches();
    if (due.length === 0) return;
    const { told, broken: untold } = await deliver(due, {
      ...options,
      wording: async (ringing) => sayAnswerable(ringing, await answered(), options),
      ...patience,
      ...claimant,
      digestOf: digestAlerts,
    });
    broken.push(...untold);
    const { settled, broken: unkept } = await settle(told, {
      ...options,
      ...claimant,
      keep: letters.keep,
      now: turn.now,
    });
    broken.push(...unkept);
    for (const one of told) {
      const endings = settled.get(one) ?? new Map();
      tally.told(one, endings);
      for (const [channel, fate] of one.fates) {
        if (fate.kind === 'muted') options.onMuted(one.alert, channel, fate.by);
        if (fate.kind === 'delivered' || fate.kind === 'digested') taking.add(channel);
        if (endings.get(channel) === 'left') {
          left += 1;
          if (fate.kind !== 'waiting') failing.set(channel, reasonOf(fate));
        }
        if (fate.kind !== 'refused' || fate.fault !== 'configuration') continue;
        const { reason } = fate;
        refusing.set(channel, reason);
        notices.set(channel, { kind: 'dead-channel', channel, reason, isKept });
      }
    }
    tally.digests(told);
  }

  /** Someone else who is alive will have told of it soon; if not, it is ours. */
  async function waitForOthers(): Promise<void> {
    for (let look = 0; held.length > 0; look += 1) {
      const pause = Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS * 2 ** look) * (1 + turn.random());
      if (turn.now() + pause >= patience.deadline) break;
      await turn.sleep(pause);
      held = await claim(held);
      await tellGroups();
    }
    tally.elsewhere(held.length);
  }

  return {
    takeMatches: (matches: readonly Match[]): Promise<void> => take(matches),
    /** `logged` is when the log of the last event was written, in milliseconds since 1970. */
    async takeCorrelated(correlated: readonly Correlated[], logged: number): Promise<void> {
      tally.correlated(correlated.length);
      await take(correlated.map((found) => ({ ...found, logged })));
    },
    async takeMalformed(malformed: readonly Malformed[], endCursor: string): Promise<void> {
      letters.addMalformed(malformed, endCursor);
      if (letters.isFull()) await keepLetters();
    },
    takeUnread: letters.addUnread,
    /** Gives up all of a range unread. */
    skip(range: LogRange): { readonly reached: string; readonly error?: undefined } {
      letters.addUnread(range, new RangeError('the function does not survive it'));
      return { reached: range.endCursor };
    },
    /** Keeps what became a dead letter and is not about alerts. */
    keepLetters,
    async tell(): Promise<void> {
      await tellGroups();
      await waitForOthers();
    },
    /** What a person has to know of the function itself. Costs the batch nothing. */
    async tellNotices(): Promise<void> {
      for (const notice of [...notices.values(), ...options.takeFaults()]) {
        const told = await tellNotice(notice, { ...options, ...patience, ...claimant });
        if (told.kind === 'told-before') continue;
        journal({
          kind: 'notice',
          notice,
          channel: told.kind === 'told' ? told.channel : undefined,
        });
      }
    },
    /** Whether all that was taken has come to its end, and is kept where that was a dead letter. */
    isSettled: (): boolean =>
      groups.isEmpty() &&
      held.length === 0 &&
      letters.isEmpty() &&
      left === 0 &&
      broken.length === 0,
    /**
     * Whether what is left only waits, for a channel's pause or for another invocation, or is of
     * channels that took something else: coming again often enough will do.
     */
    getsOn: (): boolean =>
      broken.length === 0 && [...failing.keys()].every((channel) => taking.has(channel)),
    /** The channels that were sent something: one that took any of it is well. */
    channels: (): Beat['channels'] => [
      ...[...taking].map((channel) => ({ channel, failed: undefined })),
      ...[...failing, ...refusing]
        .filter(([channel]) => !taking.has(channel))
        .map(([channel, failed]) => ({ channel, failed })),
    ],
    broken: (): readonly unknown[] => broken,
  };
}

function reasonOf(fate: Fate): string {
  return 'reason' in fate ? fate.reason : fate.kind;
}
