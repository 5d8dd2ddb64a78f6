import { durationText } from '../../config/duration.ts';
import type { Redriven, ShardState } from '../redriving/redrive-shards.ts';
import { inset } from './hanging.ts';
import { numberOf } from './number-of.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { wrapped } from './terminal-width.ts';
import { isoSeconds, utcTime } from './utc-time.ts';

/** What a redrive was asked for. Times are milliseconds since 1970. */
export interface RedriveAsked {
  readonly function: string;
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly asAlerts: boolean;
  /** Nothing was called, and nothing is to be. */
  readonly isDryRun: boolean;
}

/** What whoever redrives has to know before. */
export interface RedriveTerms {
  /** For how long repeats are held back; undefined where the instances share no ledger. */
  readonly rememberMs: number | undefined;
  /** What came in before is told in late digests: milliseconds since 1970; undefined where nothing is. */
  readonly lateBefore: number | undefined;
}

/** What will be told, and what will be told again. */
export function termLines(
  asked: RedriveAsked,
  terms: RedriveTerms,
  style: Style,
): readonly string[] {
  const { from, to, asAlerts } = asked;
  const { rememberMs, lateBefore } = terms;
  const now = Date.now();
  const repeats =
    rememberMs === undefined
      ? style.yellow(
          'The instances of the function share no ledger: what it told before may be told again.',
        )
      : `What was told within the last ${durationText(rememberMs)} is not told again (ledger.remember).`;
  const isOlder = rememberMs !== undefined && from < now - rememberMs;
  const older = isOlder ? style.yellow('What was told before that is told again.') : '';
  const late = lateBefore !== undefined && from < lateBefore;
  const alone = asAlerts ? 'All of it rings one by one, however old it is (--as-alerts).' : '';
  const digests =
    late && !asAlerts
      ? `What came in before ${utcTime(lateBefore)} is told together, in late digests (delivery.late_after); --as-alerts rings it one by one.`
      : '';
  const all = [
    `What came into the logstore from ${utcTime(from)} to ${utcTime(to)}, through ${asked.function}.`,
    [repeats, older].filter(Boolean).join(' '),
    alone || digests,
  ];
  return all.filter(Boolean).flatMap((text) => wrapped(text));
}

/** What came of it. */
export function redrivenLines(
  asked: RedriveAsked,
  { shards, calls, counts }: Redriven,
  style: Style,
): readonly string[] {
  const done = shards.filter(({ isDone }) => isDone).length;
  const { records, matches, alerts, malformed, repeated } = counts;
  const { owed, delivered, suppressed, muted, held, deadLetters } = counts;
  const lines = [
    `${done} of ${numberOf(shards.length, 'shard')} done with ${numberOf(calls, 'call')}: ` +
      `${numberOf(records, 'record')}, ${numberOf(matches, 'match', 'matches')}, ${numberOf(alerts, 'alert')}`,
    ...wrapped(
      `${owed} owed: ${delivered} delivered, ${suppressed} suppressed, ${muted} muted, ${held} held, ` +
        numberOf(deadLetters, 'dead letter'),
    ),
  ];
  if (repeated > 0) lines.push(`${numberOf(repeated, 'finding')} had been told before`);
  if (malformed > 0) lines.push(style.yellow(`${numberOf(malformed, 'record')} could not be read`));
  if (deadLetters > 0) lines.push('npx trailbell deadletters list says what could not be told');
  const left = shards.filter(({ isDone }) => !isDone);
  if (left.length > 0) lines.push('', ...left.flatMap((state) => leftLines(state, style)));
  const commands = goOnCommands(asked, shards);
  if (commands.length > 0)
    lines.push('', 'To go on:', ...commands.map((command) => `  ${command}`));
  return lines;
}

function leftLines({ shard, standsAt, reason }: ShardState, style: Style): readonly string[] {
  return [
    style.red(`shard ${shard} stands at ${utcTime(standsAt)}`),
    ...(reason === undefined ? [] : inset(2, visible(reason))),
  ];
}

/** The commands that do what is left: one for all shards that stand at the same time. */
export function goOnCommands(
  { to, stepMs, asAlerts, isDryRun }: RedriveAsked,
  shards: readonly ShardState[],
): readonly string[] {
  const left = shards.filter(({ isDone }) => !isDone);
  const times = [...new Set(left.map(({ standsAt }) => standsAt))].toSorted((a, b) => a - b);
  return times.map((time) => {
    const those = left.filter(({ standsAt }) => standsAt === time);
    // Without a shard that is done there is no need to name them.
    const isAll = those.length === shards.length;
    const named = isAll ? '' : those.map(({ shard }) => ` --shard ${shard}`).join('');
    const flags = [asAlerts ? ' --as-alerts' : '', isDryRun ? ' --dry-run' : ''].join('');
    const rest = ` --step ${durationText(stepMs)}${flags}`;
    return `npx trailbell redrive --from ${isoSeconds(time)} --to ${isoSeconds(to)}${named}${rest}`;
  });
}
