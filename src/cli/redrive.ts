import { parseArgs } from 'node:util';
import { duration } from '../config/duration.ts';
import { type Command, INTERRUPTED, UsageError } from './command.ts';
import { callPatience } from './input/call-patience.ts';
import { detectEvent } from './input/detect-event.ts';
import { openDeployment } from './input/open-deployment.ts';
import { openTrail } from './input/open-trail.ts';
import { readTime } from './input/read-time.ts';
import { numberOf } from './output/number-of.ts';
import { visibleJson } from './output/plain-text.ts';
import {
  goOnCommands,
  type RedriveAsked,
  redrivenLines,
  type RedriveTerms,
  termLines,
} from './output/redrive-lines.ts';
import { openRedriveProgress } from './output/redrive-progress.ts';
import { styleFor } from './output/style.ts';
import { callRange } from './redriving/call-range.ts';
import { noCounts } from './redriving/counts.ts';
import { redriveShards } from './redriving/redrive-shards.ts';

export const redrive: Command = {
  name: 'redrive',
  summary: 'have the deployed function read a range of time once more',
  help: `Usage: trailbell redrive --from TIME [--to TIME] [--shard N…] [--step 5m] [--as-alerts]
                         [--dry-run] [--json]

Calls the deployed function detect with what came into the trail's logstore in a range of time, as
its log trigger would: for each shard one step after the other, several shards side by side. It is
for what the trigger passed over, after a pause or while the function was broken, and for trying new
rules on what has been.

  --from TIME    what came in since: 2h, 3d, or a UTC time, 2026-11-21T08:00:00Z
  --to TIME      and before; now unless said
  --shard N      only this shard; may be given several times
  --step TIME    how much one call is given, from 10s to 1d: 5m unless said. A call that runs out of
                 time is made again and goes on where it was; smaller steps keep it from that
  --as-alerts    rings what is old one by one, and not in late digests
  --dry-run      only counts the calls that there would be
  --json         one JSON object at the end

What was told is not told again for as long as the ledger remembers that (ledger.remember in
trailbell.yml, 1d unless said), and without a ledger that all instances share it may be told again.
What came in longer ago than delivery.late_after is told together, in a late digest a call.

A call that fails is made up to six times; then its shard stops there, and the others go on. Ctrl-C
stops: calls that are under way may still do their work. Either way it is said where each shard
stands, and the command that goes on from there.

compute in trailbell.yml says where the function runs. The keys are in ALIBABA_CLOUD_ACCESS_KEY_ID,
ALIBABA_CLOUD_ACCESS_KEY_SECRET and, for temporary ones, ALIBABA_CLOUD_SECURITY_TOKEN; whose they
are needs fc:GetFunction, fc:InvokeFunction, log:ListShards and log:GetCursorOrData. Ends with 1
where something is left or became a dead letter, and with 130 after Ctrl-C.

Example: trailbell redrive --from 2026-11-21T08:00:00Z --to 2026-11-21T11:30:00Z`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        shard: { type: 'string', multiple: true, default: [] },
        step: { type: 'string', default: '5m' },
        'as-alerts': { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const range = rangeOf(values.from, values.to);
    const stepMs = readStep(values.step);
    const wanted = values.shard.map(readShard);
    const { out, err, colours, interrupted } = terminal;
    const deployment = await openDeployment(terminal);
    const { settings, compute, delivery, rememberMs } = deployment;
    const { source, client } = await openTrail(terminal);
    const name = settings.detect;
    const deployed = await deployment.find(name);
    const shards = chooseShards(await client.shards(PATIENCE_MS), wanted);

    const asAlerts = values['as-alerts'];
    const isDryRun = values['dry-run'];
    const asked: RedriveAsked = { ...range, function: name, stepMs, asAlerts, isDryRun };
    const terms: RedriveTerms = {
      rememberMs: deployment.sharesLedger(deployed) ? rememberMs : undefined,
      lateBefore: delivery.late_after > 0 ? Date.now() - delivery.late_after : undefined,
    };
    const style = styleFor(colours);
    if (!values.json) for (const line of [...termLines(asked, terms, style), '']) out(line);

    const progress = openRedriveProgress(terminal.progress);
    const redriven = await redriveShards(shards, {
      ...range,
      stepMs,
      client,
      interrupted,
      patienceMs: PATIENCE_MS,
      onProgress: progress.advance,
      call: async (shard, { beginCursor, endCursor }) => {
        if (isDryRun) return { kind: 'done', counts: noCounts };
        const piece = { shard, beginCursor, endCursor, lateAsAlerts: asAlerts };
        return callRange({
          call: () => compute.invoke(name, detectEvent(source, piece), callPatience(deployed)),
          interrupted,
          sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
          random: Math.random,
          onRetry: progress.retry,
        });
      },
    });
    progress.hide();
    const isLeft = redriven.shards.some(({ isDone }) => !isDone);
    if (values.json) {
      const { rememberMs: repeatsHeldBackMs, lateBefore } = terms;
      const goOn = goOnCommands(asked, redriven.shards);
      const times = { from: isoOf(range.from), to: isoOf(range.to), lateBefore: isoOf(lateBefore) };
      const states = redriven.shards.map((state) => ({
        ...state,
        standsAt: isoOf(state.standsAt),
      }));
      const { calls, counts } = redriven;
      const found = { isComplete: !isLeft, isDryRun, ...times, repeatsHeldBackMs };
      out(visibleJson({ ...found, calls, ...(!isDryRun && counts), shards: states, goOn }));
    } else if (isDryRun && !isLeft) {
      const many = numberOf(redriven.calls, 'call');
      out(`${many} on ${numberOf(shards.length, 'shard')}; nothing was called (--dry-run)`);
    } else {
      if (interrupted.aborted) err(isDryRun ? 'interrupted' : INTERRUPTED_CALLS);
      for (const line of redrivenLines(asked, redriven, style)) out(line);
    }
    if (interrupted.aborted && isLeft) return INTERRUPTED;
    return isLeft || redriven.counts.deadLetters > 0 ? 1 : 0;
  },
};

const INTERRUPTED_CALLS = 'interrupted: calls that are under way may still do their work';

/** How long somebody at a terminal waits for Log Service, at each step. */
const PATIENCE_MS = 30_000;

/** Cursors are looked up by whole seconds. */
const SECOND_MS = 1_000;

function rangeOf(
  from: string | undefined,
  to: string | undefined,
): { readonly from: number; readonly to: number } {
  if (from === undefined) throw new UsageError('since when? Say --from, such as --from 2h');
  const now = Date.now();
  const whole = (ms: number): number => Math.floor(ms / SECOND_MS) * SECOND_MS;
  const range = {
    from: whole(readTime('--from', from, now)),
    to: whole(to === undefined ? now : Math.min(now, readTime('--to', to, now))),
  };
  if (range.from < range.to) return range;
  throw new UsageError('--from is not before --to: there is no time between them');
}

const LEAST_STEP_MS = 10_000;
const MOST_STEP_MS = 86_400_000;

function readStep(text: string): number {
  const step = duration.safeParse(text);
  if (step.success && step.data >= LEAST_STEP_MS && step.data <= MOST_STEP_MS) return step.data;
  throw new UsageError(`--step is a time from 10s to 1d, such as 5m, not '${text}'`);
}

function readShard(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError(`--shard is the number of a shard, not '${text}'`);
}

function chooseShards(known: readonly number[], wanted: readonly number[]): readonly number[] {
  const strange = wanted.find((shard) => !known.includes(shard));
  if (strange !== undefined) {
    throw new UsageError(`there is no shard ${strange}; there are ${known.join(', ')}`);
  }
  return known.filter((shard) => wanted.length === 0 || wanted.includes(shard));
}

function isoOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
