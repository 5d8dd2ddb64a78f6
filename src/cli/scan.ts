import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { errorName } from '../model/error-name.ts';
import { readRules } from '../project.ts';
import { ruleId } from '../rule-faults.ts';
import type { Collection } from '../sigma/collection/read-collection.ts';
import { logsourceApplies } from '../sigma/logsource.ts';
import { renderProblem } from '../sigma/render-problem.ts';
import type { Logsource } from '../sigma/rule.ts';
import { openScan, type ScanMatch, type ScanView } from '../workbench/scan.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { numberOf } from './number-of.ts';
import { openEvents } from './open-events.ts';
import { visible } from './plain-text.ts';
import { readLines } from './read-lines.ts';
import { openScanProgress } from './scan-progress.ts';

const actionTrail: Logsource = {
  product: 'alicloud',
  category: undefined,
  service: 'actiontrail',
};

export const scan: Command = {
  name: 'scan',
  summary: 'match stored records with rules',
  help: `Usage: trailbell scan --rules PATH… --events FILE|-

Matches records, one JSON object a line, with the rules in files and folders, and prints each match as
one line of JSON; lines count from 0:

  {"line":7,"rule":"<id>","title":"…","level":"high"}
  {"line":9,"rule":"<id>","title":"…","level":"high","correlation":true,"lines":[3,7,9]}

Records are read as the function reads those of ActionTrail, and rules for other logs are left out.

  --rules PATH          a rule file, or a folder of them; several may follow
  --events FILE         the records, as UTF-8; - for standard input
  --logsource NAMES     what logs the records are: product=windows,service=security; of those,
                        a record is taken as it is
  --ignore-logsource    try every rule on every record, taken as it is
  --skip-invalid        pass over rules that cannot be read, instead of stopping

Of records taken as they are, eventTime, @timestamp, timestamp, UtcTime, TimeCreated, time or ts is
the time that correlation rules go by.

Problems and the summary go to standard error. Exits with 1 where a rule cannot be read, and with
130 after Ctrl-C.

Example: trailbell scan --rules rules --events trail.ndjson | jq -r .title | sort | uniq -c`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rules: { type: 'string', multiple: true, default: [] },
        events: { type: 'string' },
        logsource: { type: 'string' },
        'ignore-logsource': { type: 'boolean', default: false },
        'skip-invalid': { type: 'boolean', default: false },
      },
    });
    const paths = [...values.rules, ...positionals];
    const { events } = values;
    if (paths.length === 0) throw new UsageError('--rules names rule files or folders');
    if (events === undefined) throw new UsageError('--events names a file of records, or -');
    if (values['ignore-logsource'] && values.logsource !== undefined) {
      throw new UsageError('--logsource and --ignore-logsource contradict each other');
    }
    const logs = values['ignore-logsource'] ? undefined : readLogsource(values.logsource);

    const read = readRules(terminal.directory, paths);
    for (const problem of read.problems) {
      const text = readFileSync(resolve(terminal.directory, problem.file), 'utf8');
      terminal.err(`${renderProblem(problem, text)}\n`);
    }
    if (read.problems.length > 0 && !values['skip-invalid']) {
      const problems = numberOf(read.problems.length, 'problem');
      terminal.err(`${problems}; to pass over such rules, say --skip-invalid`);
      return 1;
    }
    const used = forLogs(read, logs);
    if (read.rules.length === 0) terminal.err('there are no rules');
    else if (used.rules.length === 0) {
      const hint = 'see --logsource and --ignore-logsource';
      terminal.err(`none of the ${read.rules.length} rules is for these records: ${hint}`);
    }
    await scanEvents(used, logs === actionTrail ? 'actiontrail' : 'as-is', events, terminal);
    return terminal.interrupted.aborted ? INTERRUPTED : 0;
  },
};

/** What a shell says of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

async function scanEvents(
  rules: Collection,
  view: ScanView,
  events: string,
  terminal: Terminal,
): Promise<void> {
  const { size, chunks } = await openEvents(
    events,
    { command: 'scan', option: '--events' },
    terminal,
  );
  const progress = openScanProgress(size, terminal.progress);
  const found: ScanMatch[] = [];
  const malformed: { readonly line: number; readonly why: string }[] = [];
  const count = { lines: 0, records: 0, malformed: 0, matches: 0 };
  const said = new Set<string>();

  function warn(warning: string): void {
    progress.hide();
    terminal.err(visible(warning));
  }
  const open = openScan({
    ...rules,
    view,
    onMatch: (match) => found.push(match),
    onMalformed(line, why) {
      count.malformed += 1;
      if (malformed.length < MOST_NAMED) malformed.push({ line, why });
    },
    onFault(rule, line, error) {
      const fault = `rule ${ruleId(rule)} could not be evaluated: ${errorName(error)}`;
      if (!said.has(fault)) warn(`line ${line}: ${fault}`);
      said.add(fault);
    },
    onBound({ kind, correlation, count: left }) {
      warn(`correlation ${correlation}: ${left} left out (${kind})`);
    },
  });

  function printFound(): void {
    if (found.length === 0) return;
    count.matches += found.length;
    progress.hide();
    terminal.out(found.map((match) => JSON.stringify(matchLine(match))).join('\n'));
    found.length = 0;
  }

  for await (const { bytes, ends } of readLines(chunks)) {
    // What is left then may be half a line.
    if (terminal.interrupted.aborted) break;
    let start = 0;
    for (const end of ends) {
      if (open.take(bytes, start, end)) count.records += 1;
      start = end + 1;
    }
    count.lines += ends.length;
    await open.correlate(false);
    printFound();
    progress.advance(bytes.length, count.lines, count.matches);
  }
  await open.correlate(true);
  printFound();
  progress.hide();
  for (const { line, why } of malformed) terminal.err(`line ${line} holds no record: ${why}`);
  const rest = count.malformed - malformed.length;
  if (rest > 0) terminal.err(`and ${numberOf(rest, 'line')} more`);
  if (count.malformed > 0 && count.records === 0) terminal.err(HINT);
  const all = [
    terminal.interrupted.aborted ? 'interrupted' : '',
    `${numberOf(count.lines, 'line')}, ${count.malformed} malformed`,
    numberOf(rules.rules.length + rules.correlations.length, 'rule'),
    numberOf(count.matches, 'match', 'matches'),
  ];
  terminal.err(all.filter((part) => part !== '').join(' · '));
}

const HINT =
  "each line has to be one JSON object: jq -c . makes it so, and jq -c '.[]' of a list of objects";

const MOST_NAMED = 10;

function matchLine({ line, rule, lines }: ScanMatch): object {
  const found = { line, rule: ruleId(rule), title: rule.title, level: rule.level };
  return lines === undefined ? found : { ...found, correlation: true, lines };
}

/** The rules for these logs, and the correlations of which all rules are. Undefined for any logs. */
function forLogs(read: Collection, logs: Logsource | undefined): Collection {
  if (logs === undefined) return read;
  const rules = read.rules.filter(({ logsource }) => logsourceApplies(logsource, logs));
  let correlations = read.correlations;
  for (;;) {
    const names = new Set([...rules, ...correlations].flatMap(({ id, name }) => [id, name]));
    const whole = correlations.filter((each) =>
      each.correlation.rules.every((name) => names.has(name)),
    );
    if (whole.length === correlations.length) return { rules, correlations };
    correlations = whole;
  }
}

/** Reads `product=windows,service=security`. */
function readLogsource(text: string | undefined): Logsource {
  if (text === undefined) return actionTrail;
  const given = new Map<string, string>();
  for (const part of text.split(',')) {
    const [name = '', value = '', ...rest] = part.split('=').map((word) => word.trim());
    if (!/^(product|category|service)$/.test(name) || value === '' || rest.length > 0) {
      throw new UsageError(`--logsource takes product=…,category=…,service=…, not '${part}'`);
    }
    given.set(name, value);
  }
  const logs = {
    product: given.get('product'),
    category: given.get('category'),
    service: given.get('service'),
  };
  const isOurs = logsourceApplies(logs, actionTrail) && logsourceApplies(actionTrail, logs);
  return isOurs ? actionTrail : logs;
}
