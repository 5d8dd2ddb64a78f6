import { parseArgs } from 'node:util';
import { readNamedRules } from '../project.ts';
import type { Collection } from '../sigma/collection/read-collection.ts';
import { rulesBehind } from '../sigma/correlate/references.ts';
import type { CorrelationRule } from '../sigma/correlation-rule.ts';
import { problemLine } from '../sigma/render-problem.ts';
import type { Rule } from '../sigma/rule.ts';
import { correlationText } from '../workbench/condition-text.ts';
import {
  type Explainer,
  openExplainer,
  type RuleExplanation,
} from '../workbench/explain/explain-event.ts';
import { readEvent, type ReadEvent } from '../workbench/explain/read-event.ts';
import { seenPlainly } from '../workbench/explain/seen-text.ts';
import { unlookedFor } from '../workbench/explain/unlooked-for.ts';
import { findRules, nearestRule } from '../workbench/find-rules.ts';
import { type ChangeRule, readRuleChanges } from '../workbench/read-rule-changes.ts';
import { type Command, INTERRUPTED, type Terminal, UsageError } from './command.ts';
import { readRecords } from './input/read-records.ts';
import { explanationJson, type NamedExplanations } from './output/explanation-json.ts';
import { explanationLines, headingLines, nearMissLines } from './output/explanation-lines.ts';
import { hanging, inset } from './output/hanging.ts';
import { numberOf } from './output/number-of.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { type Style, styleFor } from './output/style.ts';

/** Rules that nearly match are shown so many at a time. */
const MOST_NEAR = 10;

export const rulesExplain: Command = {
  name: 'rules explain',
  summary: 'say why a rule matches a record, or does not',
  help: `Usage: trailbell rules explain --event FILE|- [--rule ID] [--json] [PATH…]

Shows for each record which rules match it, each with its condition as a tree: every part, whether
it holds (✓) or not (✗), and what the record has there. Then come the rules that look for such an
event and do not match this one, with what stood in the way. The engine itself is asked each time.

  --event FILE   the records, as UTF-8: one or several, laid out over many lines or not, or a JSON
                 list of them; - for standard input
  --rule ID      this rule in full, whether it matches or not: its id, how the id begins, its name,
                 its title or its file. Of a correlation rule those that it counts, and its groups
  --json         one JSON object a record

Without a PATH it takes rules/. A long list of values is shortened to what the record meets, and
what is secret in a record is left out. Exits with 1 where a record cannot be read.

Example:
  echo '{"eventName":"DeleteDesktops","serviceName":"ecd"}' | npx trailbell rules explain --event -`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        event: { type: 'string' },
        rule: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.event === undefined) throw new UsageError('--event names a file of records, or -');
    const { all, isNamed } = readNamedRules(terminal.directory, positionals);
    for (const problem of all.problems.filter(isNamed)) terminal.err(problemLine(problem));
    const asked: Asked = {
      all,
      explainer: openExplainer({ ...all, rules: all.rules.filter(isNamed) }),
      change: readRuleChanges(terminal.directory),
      wanted: values.rule === undefined ? undefined : chooseRules(values.rule, all),
      json: values.json,
      terminal,
    };
    const asking = { command: 'rules explain', option: '--event' };
    const records = await readRecords(values.event, asking, terminal);
    if (records === undefined) return INTERRUPTED;
    if (records.length === 0) throw new UsageError(`--event: ${values.event} holds no record`);
    let unread = 0;
    for (const { text, place } of records) {
      const read = readEvent(text);
      if (typeof read === 'string') {
        unread += 1;
        terminal.err(visible(`${place === '' ? values.event : place} is no record: ${read}`));
      } else show(read, place, asked);
    }
    return unread > 0 ? 1 : 0;
  },
};

interface Asked {
  readonly all: Collection;
  readonly explainer: Explainer;
  readonly change: ChangeRule;
  /** Undefined for all that have to do with the event. */
  readonly wanted: Wanted | undefined;
  readonly json: boolean;
  readonly terminal: Terminal;
}

interface Wanted {
  readonly rules: readonly Rule[];
  readonly correlations: readonly CorrelationRule[];
}

function chooseRules(named: string, { rules, correlations }: Collection): Wanted {
  const all = [...rules, ...correlations];
  const found = new Set(findRules(named, all));
  if (found.size === 0) {
    throw new UsageError(`--rule: no rule is '${visible(named)}'${nearestRule(named, all)}`);
  }
  return {
    rules: rules.filter((rule) => found.has(rule)),
    correlations: correlations.filter((rule) => found.has(rule)),
  };
}

function show(read: ReadEvent, place: string, asked: Asked): void {
  const { wanted, json, terminal } = asked;
  const found = wanted === undefined ? undefined : explainWanted(read, wanted, asked);
  if (json) return terminal.out(visibleJson(explanationJson(read, found, asked.explainer)));
  const style = styleFor(terminal.colours);
  for (const line of recordLines(read, place)) terminal.out(style.bold(line));
  if (found === undefined) showAll(read, asked, style);
  else {
    for (const each of found.rules) showRule(each, asked, style);
    for (const each of found.correlations) showCorrelation(each, asked, style);
  }
  terminal.out('');
}

/** What stands above what is said of a record. Names are as long as strangers make them. */
function recordLines(read: ReadEvent, place: string): readonly string[] {
  const [name, service, actor, outcome] = [read.name, read.service, read.actor, read.outcome].map(
    (text) => seenPlainly('', text),
  );
  const time = read.time === undefined ? '' : `, ${read.time.toISOString().replace('.000', '')}`;
  const what = `${name} of ${service}, by ${actor}${time}, ${outcome}`;
  return hanging(place === '' ? '' : `${place}: `, visible(what));
}

function explainWanted(
  { event }: ReadEvent,
  wanted: Wanted,
  { all, explainer }: Asked,
): NamedExplanations {
  const explain = (rule: Rule) => explainer.explainRule(rule, event);
  return {
    rules: wanted.rules.map(explain),
    correlations: wanted.correlations.map((correlation) => ({
      correlation,
      rules: rulesBehind(correlation, all.rules, all.correlations).rules.map(explain),
    })),
  };
}

function showRule(each: RuleExplanation, { change, terminal }: Asked, style: Style): void {
  terminal.out('');
  const isOn = change(each.rule) !== undefined;
  for (const line of explanationLines(each, isOn, style)) terminal.out(line);
}

function showCorrelation(
  { correlation, rules }: NamedExplanations['correlations'][number],
  asked: Asked,
  style: Style,
): void {
  const { out } = asked.terminal;
  const matching = rules.filter(({ matches }) => matches).length;
  out('');
  for (const line of headingLines('', correlation, style)) out(line);
  for (const line of inset(2, visible(correlationText(correlation)))) out(style.dim(line));
  const match = matching === 1 ? 'matches' : 'match';
  out(
    `  of the ${numberOf(rules.length, 'rule')} that it counts, ${matching} ${match} this record`,
  );
  for (const each of rules) showRule(each, asked, style);
}

function showAll(read: ReadEvent, asked: Asked, style: Style): void {
  const { out } = asked.terminal;
  const { matching, near, unnamed } = asked.explainer.explainEvent(read.event);
  if (matching.length === 0 && near.length === 0) {
    const { hint, isDescribed } = unlookedFor(read.service, read.name);
    const [name, service] = [read.name, read.service].map((text) => seenPlainly('', text));
    const said = visible(`no rule looks for ${name} of ${service}${hint}`);
    for (const line of inset(2, said)) out(line);
    const make = `npx trailbell rules new ${read.name} --service ${read.service} writes one`;
    if (isDescribed) for (const line of inset(2, visible(make))) out(line);
  }
  for (const each of matching) showRule(each, asked, style);
  if (near.length > 0) {
    const rules = numberOf(near.length, 'rule');
    const more = near.length > MOST_NEAR ? `, the nearest ${MOST_NEAR} of them` : '';
    out(`\n${rules} may match such an event, but not this one${more}:`);
    for (const each of near.slice(0, MOST_NEAR)) {
      out('');
      for (const line of nearMissLines(each, style)) out(line);
    }
  }
  if (unnamed > 0) {
    const rules = unnamed === 1 ? 'one rule looks' : `${unnamed} rules look`;
    const not = unnamed === 1 ? 'does not' : 'do not';
    out(style.dim(`\n${rules} at events of any name, and ${not} match this one: see --rule`));
  }
}
