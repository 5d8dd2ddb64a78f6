import type { Ledger } from '../ledger/ledger.ts';
import type { Alert, Due } from '../model/alert.ts';
import type { AlertLetter, DeadLetter } from '../model/dead-letter.ts';
import { type Fate, mayHaveArrived, type Told } from './fate.ts';
import { letterId } from './letter-id.ts';
import { keysOf, repeatGroup } from './owed-keys.ts';

export interface SettleOptions {
  readonly ledger: Ledger;
  readonly owner: string;
  /** For how long repeats of an alert are only counted; 0 where all of them ring. */
  readonly repeatIntervalMs: (due: Due) => number;
  /** Keeps letters for good. Rejects where they may not be kept. */
  readonly keep: (letters: readonly DeadLetter[]) => Promise<void>;
  /** Why nothing is left for another time; undefined while there may be one. */
  readonly givenUp: string | undefined;
  /** How often the range was tried, this time included. */
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a fate came to once everything was settled. */
export type Settled = 'delivered' | 'suppressed' | 'muted' | 'held' | 'dead' | 'left';

/**
 * Settles what was told: what was refused, and what is given up, becomes dead letters, and is ended in
 * the ledger once those are kept; the rest is given back, so that whoever comes next need not wait for
 * our lease. Answers for each alert and channel. Where the letters could not be kept, `broken` says
 * why, and what was in them is left for another time.
 */
export async function settle(
  told: readonly Told[],
  options: SettleOptions,
): Promise<{
  readonly settled: ReadonlyMap<Told, ReadonlyMap<string, Settled>>;
  readonly broken: readonly unknown[];
}> {
  const { ledger, owner, keep, givenUp } = options;
  const isDead = (fate: Fate): boolean =>
    fate.kind === 'refused' || (givenUp !== undefined && isOpen(fate));
  const dead = told.flatMap(({ alert, fates }) =>
    [...fates]
      .filter(([, fate]) => isDead(fate))
      .map(([channel, fate]) => ({ alert, channel, fate })),
  );
  const broken: unknown[] = [];
  if (dead.length > 0) {
    try {
      await keep(dead.map(({ alert, channel, fate }) => letterOf(alert, channel, fate, options)));
    } catch (error) {
      broken.push(error);
    }
  }
  const kept = broken.length === 0;
  const resultsOf = ({ fates }: Told): ReadonlyMap<string, Settled> =>
    new Map([...fates].map(([channel, fate]) => [channel, resultOf(fate, isDead(fate) && kept)]));
  const settled = new Map(told.map((one) => [one, resultsOf(one)]));
  await reopen(settled, options);

  // What was delivered, suppressed, muted or held came to its end at once.
  const { claims } = ledger;
  const isSilent = ({ kind }: Fate): boolean => kind === 'unknown';
  const left = (isWanted: (fate: Fate) => boolean): readonly string[] =>
    keysWhere(settled, (result, fate) => result === 'left' && isWanted(fate));
  await claims.end(
    keysWhere(settled, (result) => result === 'dead'),
    owner,
    'dead',
  );
  await claims.release(left(isSilent), owner, 'maybe');
  await claims.release(
    left((fate) => !isSilent(fate)),
    owner,
    'no',
  );
  return { settled, broken };
}

/** In one go: what takes a call for each alert takes longer than there is time, in a storm. */
function keysWhere(
  settled: ReadonlyMap<Told, ReadonlyMap<string, Settled>>,
  isWanted: (result: Settled | undefined, fate: Fate) => boolean,
): readonly string[] {
  return [...settled].flatMap(([{ alert, fates }, results]) => {
    const wanted = [...fates].filter(([channel, fate]) => isWanted(results.get(channel), fate));
    return keysOf(
      alert,
      wanted.map(([channel]) => channel),
    );
  });
}

function resultOf(fate: Fate, isDead: boolean): Settled {
  const { kind } = fate;
  if (kind === 'digested') return 'delivered';
  if (kind === 'delivered' || kind === 'suppressed' || kind === 'muted' || kind === 'held') {
    return kind;
  }
  return isDead ? 'dead' : 'left';
}

function isOpen({ kind }: Fate): boolean {
  return kind === 'retry' || kind === 'unknown' || kind === 'waiting';
}

/**
 * An alert that nobody was told of must not keep the next one back; nor must one that is held, of which
 * nobody may ever be.
 */
async function reopen(
  settled: ReadonlyMap<Told, ReadonlyMap<string, Settled>>,
  { ledger, repeatIntervalMs }: SettleOptions,
): Promise<void> {
  const untold = [...settled]
    .filter(([, results]) =>
      [...results.values()].every((result) => result === 'dead' || result === 'held'),
    )
    .filter(([told]) => repeatIntervalMs(told) > 0);
  await ledger.repeats.reopen(
    untold.map(([told, results]) => ({
      group: repeatGroup(told),
      events: told.alert.events,
      // A digest has the count of what was kept back with it.
      isCounted: [...results.values()].includes('held'),
    })),
  );
}

function letterOf(
  alert: Alert,
  channel: string,
  fate: Fate,
  { attempts, givenUp, now }: SettleOptions,
): AlertLetter {
  const reason = 'reason' in fate ? fate.reason : fate.kind;
  return {
    kind: 'alert',
    id: letterId(['alert', alert.id, channel]),
    time: new Date(now()),
    reason: fate.kind === 'refused' || givenUp === undefined ? reason : `${reason}; ${givenUp}`,
    attempts,
    channel,
    alert: { ...alert, mayRepeat: alert.mayRepeat || mayHaveArrived(fate) },
  };
}
