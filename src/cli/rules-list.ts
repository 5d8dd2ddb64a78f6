import { parseArgs } from 'node:util';
import { readNamedRules } from '../project.ts';
import { ruleId } from '../rule-faults.ts';
import { problemLine } from '../sigma/render-problem.ts';
import { packOf } from '../workbench/pack-of.ts';
import { type ChangeRule, readRuleChanges } from '../workbench/read-rule-changes.ts';
import { type ListedRule, listRules, type Pack } from '../workbench/rule-list.ts';
import { type Command, UsageError } from './command.ts';
import { aboutText } from './output/about-text.ts';
import { inset } from './output/hanging.ts';
import { LEVEL_WIDTH, levelColumn } from './output/level-column.ts';
import { numberOf } from './output/number-of.ts';
import { packTables } from './output/pack-tables.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { type Style, styleFor } from './output/style.ts';

export const rulesList: Command = {
  name: 'rules list',
  summary: 'list the rules of each pack, and what they look for',
  help: `Usage: trailbell rules list [--json|--markdown] [PATH…]

Lists the rules by the folders that they stand in, the gravest first: the level, the title, what the
rule looks for, and its id. Levels are those that trailbell.yml gives, and what it switches off is
marked.

  --json       one JSON object a rule, with its id as "id"
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
        out(visibleJson(ruleJson(each, change)));
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

const INDENT = LEVEL_WIDTH + 4;

function packLines(pack: Pack, change: ChangeRule, style: Style): readonly string[] {
  return [
    style.bold(`${visible(pack.name)}: ${numberOf(pack.rules.length, 'rule')}`),
    ...pack.rules.flatMap((each) => {
      const { rule } = each;
      const changed = change(rule);
      const off = changed === undefined ? style.yellow('  switched off in trailbell.yml') : '';
      const level = levelColumn((changed ?? rule).level);
      return [
        `  ${level}  ${style.bold(visible(rule.title))}${off}`,
        ...inset(INDENT, visible(aboutText(each, { mostNames: MOST_NAMES }))),
        ' '.repeat(INDENT) + style.dim(visible(ruleId(rule))),
      ];
    }),
    '',
  ];
}

/** So many events say what a rule is about. */
const MOST_NAMES = 4;

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
