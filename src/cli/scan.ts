import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CONFIG_FILE, type NamedRules, readConfig, readNamedRules } from '../project.ts';
import { actionTrail } from '../rule-faults.ts';
import { renderProblem } from '../sigma/render-problem.ts';
import { readRuleChanges } from '../workbench/read-rule-changes.ts';
import { openScanReport } from '../workbench/scan/scan-report.ts';
import { openRingingRoutes, type RingingRoutes } from '../workbench/scan/scan-routing.ts';
import { type ScanRules, scanRules } from '../workbench/scan/scan-rules.ts';
import { type Command, INTERRUPTED, type Terminal, UsageError } from './command.ts';
import { eventFiles } from './input/event-files.ts';
import { readSource } from './input/log-source.ts';
import { readLogsource } from './input/read-logsource.ts';
import { readTime } from './input/read-time.ts';
import { numberOf } from './output/number-of.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { reportLines } from './output/scan-report-lines.ts';
import { styleFor } from './output/style.ts';
import { type Scanned, scanFiles } from './scanning/scan-files.ts';

export const scan: Command = {
  name: 'scan',
  summary: 'match stored records with rules, and see how often they would have rung',
  help: `Usage: trailbell scan [--rules PATH…] --events FILE|FOLDER|- [--report]
       trailbell scan [--rules PATH…] --from TIME [--to TIME] [--matches]

Matches records with the rules in files and folders, rules/ where none is named. Filters in rules/
apply, levels are those that trailbell.yml gives, and what it switches off is left out. The records
come from files, or with --from from the logstore that the function reads.

  --rules PATH          a rule file, or a folder of them; several may follow
  --events FILE         records, one JSON object a line or a JSON list, as UTF-8, also gzipped: what
                        ActionTrail delivers to OSS; a folder of such files; - for standard input
  --from TIME           what came into the logstore since: 7d, 12h, or a UTC time, 2026-11-21
  --to TIME             and before; now unless said
  --project, --logstore, --endpoint
                        which logstore, where it is not that of trailbell.yml, in which LOG_PROJECT,
                        LOG_LOGSTORE and LOG_ENDPOINT stand for it unless you wrote it in
  --report              how often each rule would have rung by trailbell.yml, who rang most, and
                        what a repeat interval would save; with --json as one JSON object. This is
                        what --from prints
  --matches             each match as one line of JSON. This is what --events prints
  --logsource NAMES     what logs the records are: product=windows,service=security; of those,
                        a record is taken as it is
  --ignore-logsource    try every rule on every record, taken as it is
  --skip-invalid        pass over rules that cannot be read, instead of stopping

Records are read as the function reads those of ActionTrail, and rules for other logs are left out.
Lines count from 0, or the records, where they are a list or take several lines each; "rule" is the
rule's id. A match in a logstore is named by its event:

  {"line":7,"rule":"<id>","title":"…","level":"high"}
  {"line":9,"rule":"<id>","title":"…","level":"high","correlation":true,"lines":[3,7,9]}

In the report an event counts once, in however many files it stands, as long as no more than 250,000
matches lie between.

Of records taken as they are, eventTime, @timestamp, timestamp, UtcTime, TimeCreated, time or ts is
the time that correlation rules go by. A logstore is read with the keys in
ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and, for temporary ones,
ALIBABA_CLOUD_SECURITY_TOKEN; whose they are needs log:ListShards and log:GetCursorOrData.

Problems and the summary go to standard error. Exits with 1 where a rule, a file or the logstore
cannot be read, or not to its end, of which all is told that was read; and with 130 after Ctrl-C.

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
    if (isStore && events !== undefined) {
      throw new UsageError(
        '--events and --from contradict each other: one reads files, one the logstore',
      );
    }
    if (!isStore && events === undefined) {
      throw new UsageError(
        'which records? --events names files, --from a time since when to read the logstore',
      );
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
    const read = readSound(paths, values['skip-invalid'], terminal);
    if (read === undefined) return 1;
    const rules = scanRules(read, readRuleChanges(terminal.directory), logs);
    sayLeftOut(rules, terminal);

    const isReport = values.report || (!values.matches && (values.json || isStore));
    const range = isStore ? rangeOf(from, values.to) : undefined;
    const report = isReport ? openScanReport({ routesOf: routesIn(terminal) }) : undefined;
    let scanned: Scanned;
    if (range) {
      const source = readSource({ endpoint, project, logstore }, terminal);
      // The client of Log Service takes longer to load than files take to be read.
      const { scanLogstore } = await import('./scanning/scan-logstore.ts');
      scanned = await scanLogstore({ rules, source, ...range, report }, terminal);
    } else {
      const files = eventFiles(terminal.directory, events ?? []);
      const view = logs === actionTrail ? 'actiontrail' : 'as-is';
      scanned = await scanFiles({ rules, view, files, report }, terminal);
    }
    const { aborted } = terminal.interrupted;
    // A report of nothing would read as if nothing had happened.
    if (scanned.failed && scanned.count.lines === 0 && !aborted) return 1;
    const isComplete = !scanned.failed && !aborted;
    if (report && values.json) {
      terminal.out(visibleJson({ isComplete, ...report.report(scanned.days) }));
    } else if (report) {
      const style = styleFor(terminal.colours);
      const told = { report: report.report(scanned.days), isComplete, rules: rules.named };
      terminal.out(reportLines(told, style).join('\n'));
    }
    terminal.err(summaryOf(scanned, rules, aborted));
    if (aborted) return INTERRUPTED;
    return scanned.failed ? 1 : 0;
  },
};

/** Undefined where a rule that was named has a problem and is not to be passed over. */
function readSound(
  paths: readonly string[],
  skipsInvalid: boolean,
  { directory, err }: Terminal,
): NamedRules | undefined {
  const read = readNamedRules(directory, paths);
  const problems = read.all.problems.filter(read.isNamed);
  for (const problem of problems) {
    const text = readFileSync(resolve(directory, problem.file), 'utf8');
    err(`${renderProblem(problem, text)}\n`);
  }
  if (problems.length === 0 || skipsInvalid) return read;
  err(`${numberOf(problems.length, 'problem')}; to pass over such rules, say --skip-invalid`);
  return undefined;
}

/** So many titles say which rules are meant. */
const MOST_TITLES = 3;

/** Says which rules a scan does without, and which of them ring in it alone. */
function sayLeftOut({ named, foreign, off, countedElsewhere }: ScanRules, { err }: Terminal): void {
  if (off > 0) err(`${numberOf(off, 'rule')} left out: switched off in trailbell.yml`);
  if (named.rules.length + named.correlations.length === 0 && off === 0) {
    const hint = 'see --logsource and --ignore-logsource';
    err(
      foreign === 0
        ? 'there are no rules'
        : `none of the ${foreign} rules is for these records: ${hint}`,
    );
  }
  if (countedElsewhere.length > 0) {
    const titles = countedElsewhere.slice(0, MOST_TITLES).map(({ title }) => title);
    const more = countedElsewhere.length > MOST_TITLES ? ', …' : '';
    const counted = 'here they ring, but the function only counts them for rules not named here';
    err(visible(`${titles.join(', ')}${more}: ${counted}`));
  }
}

/** By which routes of the trailbell.yml that is here a match rings; undefined where there is none. */
function routesIn({ directory, env }: Terminal): RingingRoutes | undefined {
  return existsSync(join(directory, CONFIG_FILE))
    ? openRingingRoutes(readConfig(directory), env)
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

function summaryOf({ count, failed }: Scanned, { named }: ScanRules, interrupted: boolean): string {
  const all = [
    interrupted ? 'interrupted' : '',
    failed ? 'incomplete' : '',
    `${numberOf(count.lines, count.counted)}, ${count.malformed} malformed`,
    numberOf(named.rules.length + named.correlations.length, 'rule'),
    numberOf(count.matches, 'match', 'matches'),
  ];
  return all.filter((part) => part !== '').join(' · ');
}
