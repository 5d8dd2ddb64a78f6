import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CONFIG_FILE, readConfig, readRules } from '../project.ts';
import type { Collection } from '../sigma/collection/read-collection.ts';
import { renderProblem } from '../sigma/render-problem.ts';
import { openScanReport } from '../workbench/scan/scan-report.ts';
import { openRinging } from '../workbench/scan/scan-routing.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { eventFiles } from './input/event-files.ts';
import { readSource } from './input/log-source.ts';
import { readTime } from './input/read-time.ts';
import { numberOf } from './output/number-of.ts';
import { visibleJson } from './output/plain-text.ts';
import { reportLines } from './output/scan-report-lines.ts';
import { styleFor } from './output/style.ts';
import { type Scanned, scanFiles } from './scan/scan-files.ts';
import { actionTrail, forLogs, readLogsource } from './scan/scan-logsource.ts';

export const scan: Command = {
  name: 'scan',
  summary: 'match stored records with rules, and see how often they would have rung',
  help: `Usage: trailbell scan [--rules PATH…] --events FILE|FOLDER|- [--report]
       trailbell scan [--rules PATH…] --from TIME [--to TIME] [--matches]

Matches records with the rules in files and folders, rules/ where none is named. The records come from
files, or with --from from the logstore that the function reads.

  --rules PATH          a rule file, or a folder of them; several may follow
  --events FILE         records, one JSON object a line or a JSON list, as UTF-8, also gzipped: what
                        ActionTrail delivers to OSS; a folder of such files; - for standard input
  --from TIME           what came into the logstore since: 7d, 12h, or a time such as 2026-11-21 (UTC)
  --to TIME             and before; now unless said
  --project, --logstore, --endpoint
                        which logstore, where it is not that of trailbell.yml
  --report              how often each rule would have rung by trailbell.yml, who rang most, and what a
                        repeat interval would save; with --json as one JSON object. This is what
                        --from prints
  --matches             each match as one line of JSON. This is what --events prints
  --logsource NAMES     what logs the records are: product=windows,service=security; of those,
                        a record is taken as it is
  --ignore-logsource    try every rule on every record, taken as it is
  --skip-invalid        pass over rules that cannot be read, instead of stopping

Records are read as the function reads those of ActionTrail, and rules for other logs are left out.
Lines count from 0; a match in a logstore is named by its event:

  {"line":7,"rule":"<id>","title":"…","level":"high"}
  {"line":9,"rule":"<id>","title":"…","level":"high","correlation":true,"lines":[3,7,9]}

Of records taken as they are, eventTime, @timestamp, timestamp, UtcTime, TimeCreated, time or ts is
the time that correlation rules go by. A logstore is read with the keys in
ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and, for temporary ones,
ALIBABA_CLOUD_SECURITY_TOKEN; whose they are needs log:ListShards and log:GetCursorOrData.

Problems and the summary go to standard error. Exits with 1 where a rule or a file cannot be read,
and with 130 after Ctrl-C.

Examples:
  trailbell scan --from 7d
  trailbell scan --rules rules/ecd --events trail.ndjson | jq -r .title | sort | uniq -c`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rules: { type: 'string', multiple: true, default: [] },
        events: { type: 'string', multiple: true },
        from: { type: 'string' },
        to: { type: 'string' },
        project: { type: 'string' },
        logstore: { type: 'string' },
        endpoint: { type: 'string' },
        report: { type: 'boolean', default: false },
        matches: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        logsource: { type: 'string' },
        'ignore-logsource': { type: 'boolean', default: false },
        'skip-invalid': { type: 'boolean', default: false },
      },
    });
    const { events, from, endpoint, project, logstore } = values;
    const isStore = from !== undefined;
    if (isStore === (events !== undefined)) {
      throw new UsageError('--events names files of records, or --from a time in the logstore');
    }
    const ignores = values['ignore-logsource'];
    if (ignores && values.logsource !== undefined) {
      throw new UsageError('--logsource and --ignore-logsource contradict each other');
    }
    if (values.report && values.matches) {
      throw new UsageError('--report and --matches contradict each other');
    }
    const logs = ignores ? undefined : readLogsource(values.logsource);
    if (isStore && logs !== actionTrail) {
      throw new UsageError(
        '--from reads a logstore of ActionTrail: no other logs can be told from it',
      );
    }
    const paths = [...values.rules, ...positionals];
    const read = readSound(paths.length > 0 ? paths : ['rules'], values['skip-invalid'], terminal);
    if (read === undefined) return 1;
    const rules = forLogs(read, logs);
    if (read.rules.length === 0) terminal.err('there are no rules');
    else if (rules.rules.length === 0) {
      const hint = 'see --logsource and --ignore-logsource';
      terminal.err(`none of the ${read.rules.length} rules is for these records: ${hint}`);
    }

    const isReport = values.report || values.json || (isStore && !values.matches);
    const range = isStore ? rangeOf(from, values.to) : undefined;
    const report = isReport
      ? openScanReport({ days: range && daysOf(range), rings: ringingIn(terminal) })
      : undefined;
    let scanned: Scanned;
    if (range) {
      const source = readSource({ endpoint, project, logstore }, terminal);
      // The client of Log Service takes longer to load than files take to be read.
      const { scanLogstore } = await import('./scan/scan-logstore.ts');
      scanned = await scanLogstore({ rules, source, ...range, report }, terminal);
    } else {
      const files = eventFiles(terminal.directory, events ?? []);
      const view = logs === actionTrail ? 'actiontrail' : 'as-is';
      scanned = await scanFiles({ rules, view, files, report }, terminal);
    }
    if (report && values.json) terminal.out(visibleJson(report.report()));
    else if (report) {
      const style = styleFor(terminal.colours);
      terminal.out(reportLines(report.report(), rules, style).join('\n'));
    }
    terminal.err(summaryOf(scanned, rules, terminal.interrupted.aborted));
    if (terminal.interrupted.aborted) return INTERRUPTED;
    return scanned.failed ? 1 : 0;
  },
};

/** What a shell says of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Undefined where a rule has a problem and is not to be passed over. */
function readSound(
  paths: readonly string[],
  skipsInvalid: boolean,
  { directory, err }: Terminal,
): Collection | undefined {
  const read = readRules(directory, paths);
  for (const problem of read.problems) {
    const text = readFileSync(resolve(directory, problem.file), 'utf8');
    err(`${renderProblem(problem, text)}\n`);
  }
  if (read.problems.length === 0 || skipsInvalid) return read;
  const problems = numberOf(read.problems.length, 'problem');
  err(`${problems}; to pass over such rules, say --skip-invalid`);
  return undefined;
}

/** Whether a match rings anybody by the trailbell.yml that is here; undefined where there is none. */
function ringingIn({ directory, env }: Terminal): ReturnType<typeof openRinging> | undefined {
  return existsSync(join(directory, CONFIG_FILE))
    ? openRinging(readConfig(directory), env)
    : undefined;
}

interface TimeRange {
  readonly from: number;
  readonly to: number;
}

function rangeOf(from: string, to: string | undefined): TimeRange {
  const now = Date.now();
  const range = {
    from: readTime('--from', from, now),
    to: to === undefined ? now : Math.min(now, readTime('--to', to, now)),
  };
  if (range.from < range.to) return range;
  throw new UsageError('--from is not before --to: there is no time between them');
}

function daysOf({ from, to }: TimeRange): number {
  return (to - from) / 86_400_000;
}

function summaryOf({ count }: Scanned, rules: Collection, interrupted: boolean): string {
  const all = [
    interrupted ? 'interrupted' : '',
    `${numberOf(count.lines, 'line')}, ${count.malformed} malformed`,
    numberOf(rules.rules.length + rules.correlations.length, 'rule'),
    numberOf(count.matches, 'match', 'matches'),
  ];
  return all.filter((part) => part !== '').join(' · ');
}
