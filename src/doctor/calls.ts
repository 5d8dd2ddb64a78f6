import type { Pulse } from '../ledger/ledger.ts';
import { agoText } from './ago-text.ts';
import { type Finding, sayingsOf } from './finding.ts';
import type { Newest } from './newest-records.ts';

export interface CallsLook {
  /** What detect has left in a shared ledger; undefined where there is none, or it could not be read. */
  readonly pulse: Pulse | undefined;
  readonly newest: Newest | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The trigger looks every few minutes at most. */
const MISSED_MS = 15 * 60_000;

/** Whether detect is called, and comes to a good end. */
export function examineCalls({ pulse, newest, now }: CallsLook): readonly Finding[] {
  const { fine, skipped, warning, fault } = sayingsOf('calls');
  if (pulse === undefined) {
    return [skipped("what detect did last is not known here: see the function's log")];
  }
  const ago = (time: number) => agoText(Math.max(0, now - time));
  const status = 'npx trailbell trigger status, and npx trailbell invoke, say more';
  if (pulse.shards.length === 0) {
    return [warning('never-called', 'detect has not been called yet', status)];
  }
  const findings: Finding[] = pulse.shards.flatMap(({ shard, calledAt, failingSince, reason }) => {
    // A call that is under way counts as one that has not come to a good end yet.
    if (failingSince === undefined || now - failingSince < MISSED_MS) return [];
    const why = reason === undefined ? 'its calls do not even end' : reason;
    const said = `shard ${shard} has not got on for ${ago(failingSince)}, called ${ago(calledAt)} ago: ${why}`;
    const mend =
      "Mend what the reason says; the function's log has more. Nothing is lost meanwhile";
    return [fault('calls-failing', said, mend)];
  });
  const last = Math.max(...pulse.shards.map(({ calledAt }) => calledAt));
  const isBehind = newest?.kind === 'some' && newest.withinMs < now - last;
  if (now - last > MISSED_MS && isBehind) {
    const said = `detect was called ${ago(last)} ago, and records came in since`;
    findings.push(fault('calls-stopped', said, status));
  }
  return findings.length > 0 ? findings : [fine(`detect was called ${ago(last)} ago`)];
}

/** Which channels take nothing, as detect has found. */
export function failingChannels(pulse: Pulse | undefined): ReadonlyMap<string, string> {
  return new Map(
    (pulse?.channels ?? []).flatMap(({ channel, failingSince, reason }) =>
      failingSince === undefined ? [] : [[channel, reason ?? 'it took nothing'] as const],
    ),
  );
}
