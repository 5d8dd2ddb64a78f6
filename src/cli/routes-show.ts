import { parseArgs } from 'node:util';
import { type Fields, isFields, parseJson } from '../model/fields.ts';
import type { Routed, Silence } from '../model/routing.ts';
import { readProject } from '../project.ts';
import { problemLine } from '../sigma/render-problem.ts';
import {
  type Followed,
  outlineRoutes,
  type RouteOutline,
} from '../workbench/routes/route-outline.ts';
import { type Command, INTERRUPTED, type Terminal, UsageError } from './command.ts';
import { readRecords } from './input/read-records.ts';
import { hanging, inset } from './output/hanging.ts';
import { numberOf } from './output/number-of.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { outlineJson } from './output/route-json.ts';
import { matchText, treeLines } from './output/route-lines.ts';
import { sayUnset } from './output/say-unset.ts';
import { type Style, styleFor } from './output/style.ts';
import { WIDTH, wrapped } from './output/terminal-width.ts';
import { recurringTimeText } from './output/time-interval-text.ts';
import { timeLeftText } from './output/time-left-text.ts';

/** What stands below a heading is two columns in. */
const INNER = WIDTH - 2;

/** Of the rules that are only recorded, so many by their titles. */
const MOST_TITLES = 10;

export const routesShow: Command = {
  name: 'routes show',
  summary: 'draw who is told of what',
  help: `Usage: trailbell routes show [--event FILE|-] [--at MOMENT] [--json]

Draws the routes of trailbell.yml as a tree, with what each says that the one above it does not,
and lists time intervals, silences and the rules that are only recorded. No variable of the
environment is needed: what needs one that is not set is left out, and named on standard error.

  --event FILE   a record of ActionTrail, one JSON object; - for standard input: marks the way
                 that it takes, and says for each channel whether it would ring
  --at MOMENT    as if it was then, such as 2026-11-21T03:00:00+08:00
  --json         all of it as one JSON object

Of an event, mute times go by when it happened; repeat intervals are left out.

A line that begins with ! has a warning, below. Warnings are no reason to fail: it exits with 0.

Example: trailbell routes show --event record.json`,
  async run(args, terminal) {
    const { out, err, env, colours, directory } = terminal;
    const { values } = parseArgs({
      args: [...args],
      options: {
        event: { type: 'string' },
        at: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const now = readMoment(values.at);
    const record =
      values.event === undefined ? undefined : await readRecord(values.event, terminal);
    if (values.event !== undefined && record === undefined) return INTERRUPTED;
    const project = readProject(directory);
    for (const problem of project.problems) err(problemLine(problem));
    const outline = outlineRoutes(project, env, now);
    sayUnset(outline.unset, terminal);
    const followed = record && outline.follow(record);
    if (record !== undefined && followed === undefined) {
      throw new UsageError(`--event: ${values.event} is no record: it has no eventName`);
    }
    if (values.json) {
      out(visibleJson(outlineJson(outline, followed)));
      return 0;
    }
    const style = styleFor(colours);
    const taken = (followed?.findings ?? []).flatMap(({ routes }) => routes);
    const marks = {
      taken: new Set(taken.flatMap(withThoseAbove)),
      doubtful: new Set(outline.warnings.map(({ key }) => key.replace(/\.match\..*$/, ''))),
    };
    for (const line of treeLines(outline.tree, marks, style)) out(line);
    if (followed !== undefined) section('event', followedLines(followed, style));
    section('time intervals', intervalLines(outline));
    section('silences', silenceLines(outline.silences, now, style));
    section('staging', stagingLines(outline));
    section(
      'warnings',
      outline.warnings.flatMap(({ key, message }) =>
        wrapped(`${visible(key)}: ${visible(message)}`, INNER).map(style.yellow),
      ),
    );
    return 0;

    function section(title: string, lines: readonly string[]): void {
      if (lines.length === 0) return;
      out('');
      out(style.bold(title));
      for (const line of lines) out(`  ${line}`);
    }
  },
};

/** `route.routes.1.routes.0`, and `route.routes.1`, and `route`. */
function withThoseAbove(path: string): readonly string[] {
  const above = path.replace(/\.routes\.\d+$/, '');
  return above === path ? [path] : [path, ...withThoseAbove(above)];
}

function followedLines({ event, findings }: Followed, style: Style): readonly string[] {
  const { service, name, actor, time } = event;
  const head = `${service} ${name} by ${actor.name}, ${time.toISOString().replace('.000', '')}`;
  if (findings.length === 0) return [visible(head), 'no rule that rings on its own finds it'];
  return [
    visible(head),
    ...findings.flatMap(({ rule, routes, ways }) => {
      const width = Math.max(0, ...[...ways.keys()].map((channel) => channel.length));
      return [
        visible(`${rule.level}  ${rule.title}`),
        ...(ways.size === 0 ? [`  nobody is told: ${routes.join(', ')} names no channel`] : []),
        ...[...ways].flatMap(([channel, routed]) =>
          hanging(`  ${channel.padEnd(width)}  `, fateText(routed, style), INNER),
        ),
      ];
    }),
  ];
}

function fateText({ mutedBy, isLate, route }: Routed, { green, yellow, dim }: Style): string {
  const way = dim(`(${route.path})`);
  if (mutedBy !== undefined) return `${yellow('is muted')} by ${visible(mutedBy)} ${way}`;
  return `${isLate ? yellow('is told in a digest, since it is late') : green('rings')} ${way}`;
}

function intervalLines({ timeIntervals }: RouteOutline): readonly string[] {
  const width = Math.max(0, ...timeIntervals.map(({ name }) => name.length));
  return timeIntervals.flatMap(({ name, times }) =>
    times.flatMap((time, at) =>
      hanging(`${(at === 0 ? name : '').padEnd(width)}  `, recurringTimeText(time), INNER),
    ),
  );
}

function silenceLines(
  silences: readonly Silence[],
  now: number,
  { dim }: Style,
): readonly string[] {
  return silences.flatMap((silence) => {
    const text = `${matchText(silence.match)}  ${whenText(silence, now)}`;
    return [...wrapped(text, INNER), ...inset(2, visible(silence.comment), INNER).map(dim)];
  });
}

function whenText({ startsAt, endsAt }: Silence, now: number): string {
  if (endsAt <= now) return `ended ${timeLeftText(now - endsAt)} ago`;
  const ends = `ends in ${timeLeftText(endsAt - now)}`;
  return startsAt > now ? `starts in ${timeLeftText(startsAt - now)}, ${ends}` : ends;
}

function stagingLines({ staging: { statuses, rules } }: RouteOutline): readonly string[] {
  if (statuses.length === 0 && rules.length === 0) return [];
  const said = statuses.length > 0 ? [`record_only: ${statuses.join(', ')}`] : [];
  const first = rules.slice(0, MOST_TITLES).map(visible).join(', ');
  const more = rules.length > MOST_TITLES ? ', …' : '';
  const count = `${numberOf(rules.length, 'rule')} recorded only`;
  return [...said, ...wrapped(rules.length === 0 ? count : `${count}: ${first}${more}`, INNER)];
}

function readMoment(text: string | undefined): number {
  if (text === undefined) return Date.now();
  const moment = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new UsageError(`--at is a moment such as 2026-11-21T03:00:00+08:00, not '${text}'`);
}

/** Undefined where the person interrupts. */
async function readRecord(file: string, terminal: Terminal): Promise<Fields | undefined> {
  const asking = { command: 'routes show', option: '--event' };
  const records = await readRecords(file, asking, terminal);
  if (records === undefined) return undefined;
  const [first, ...others] = records;
  const record = first && parseJson(first.text);
  if (others.length === 0 && isFields(record)) return record;
  throw new UsageError(`--event: ${file} is not one JSON object`);
}
