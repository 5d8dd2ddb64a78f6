import { parseArgs } from 'node:util';
import { readNamedRules } from '../project.ts';
import { ruleId } from '../rule-faults.ts';
import { problemLine } from '../sigma/render-problem.ts';
import { levels } from '../sigma/rule.ts';
import { type ListedRule, listRules, type Pack, packOf } from '../workbench/coverage/rule-list.ts';
import { type ChangeRule, readRuleChanges } from '../workbench/rule-changes.ts';
import { type Command, UsageError } from './command.ts';
import { correlationText } from './output/condition-text.ts';
import { numberOf } from './output/number-of.ts';
import { packTables } from './output/pack-tables.ts';
import { visible } from './output/plain-text.ts';
import { type Style, styleFor } from './output/style.ts';
import { WIDTH, wrapped } from './output/terminal-width.ts';

export const rulesList: Command = {
  name: 'rules list',
  summary: 'list the rules of each pack, and what they look for',
  help: `Usage: trailbell rules list [--json|--markdown] [PATH…]

Lists the rules by the folders that they stand in, the gravest first: the level, the title, what the
rule looks for, and its id. Levels are those that trailbell.yml gives, and what it switches off is
marked.

  --json       one JSON object a rule
  --markdown   a table for each pack, for docs/packs.md

Without a PATH it takes rules/.

Example: trailbell rules list rules/privatelink`,
  async run(args, { out, err, colours, directory }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
      },
    });
    if (values.json && values.markdown) {
      throw new UsageError('--json and --markdown contradict each other');
    }
    const { all, isNamed } = readNamedRules(directory, positionals);
    for (const problem of all.problems.filter(isNamed)) err(problemLine(problem));
    const packs = listRules(all, isNamed);
    const change = readRuleChanges(directory);
    if (values.markdown) out(packTables(packs));
    else if (values.json) {
      for (const each of packs.flatMap(({ rules }) => rules)) {
        out(JSON.stringify(ruleJson(each, change)));
      }
    } else {
      const style = styleFor(colours);
      for (const pack of packs) for (const line of packLines(pack, change, style)) out(line);
      const count = packs.reduce((sum, { rules }) => sum + rules.length, 0);
      out(`${numberOf(count, 'rule')} in ${numberOf(packs.length, 'pack')}`);
    }
    return 0;
  },
};

const LEVEL_WIDTH = Math.max(...levels.map((level) => level.length));
const INDENT = LEVEL_WIDTH + 4;

function packLines(pack: Pack, change: ChangeRule, style: Style): readonly string[] {
  return [
    style.bold(`${visible(pack.name)}: ${numberOf(pack.rules.length, 'rule')}`),
    ...pack.rules.flatMap((each) => {
      const { rule } = each;
      const changed = change(rule);
      const off = changed === undefined ? style.yellow('  switched off in trailbell.yml') : '';
      const level = (changed ?? rule).level.padEnd(LEVEL_WIDTH);
      return [
        `  ${level}  ${style.bold(visible(rule.title))}${off}`,
        ...wrapped(visible(aboutText(each)), WIDTH - INDENT).map(
          (line) => ' '.repeat(INDENT) + line,
        ),
        ' '.repeat(INDENT) + style.dim(visible(ruleId(rule))),
      ];
    }),
    '',
  ];
}

/** So many events say what a rule is about. */
const MOST_NAMES = 4;

function aboutText(listed: ListedRule): string {
  if (listed.kind === 'correlation') return correlationText(listed.rule);
  const names = [...new Set(listed.events.map(({ name }) => name))];
  if (names.length === 0) return 'calls of any name, or of other services';
  const rest = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function ruleJson(listed: ListedRule, change: ChangeRule): object {
  const { kind, rule } = listed;
  const changed = change(rule);
  return {
    kind,
    id: ruleId(rule),
    title: rule.title,
    level: (changed ?? rule).level,
    status: rule.status,
    enabled: changed !== undefined,
    pack: packOf(rule),
    file: rule.file,
    tags: rule.tags,
    ...(listed.kind === 'correlation'
      ? { rules: listed.refers.map(ruleId) }
      : { events: listed.events }),
  };
}
