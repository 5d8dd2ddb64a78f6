import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readRules } from '../project.ts';
import { openingRules, ruleFaults } from '../rule-faults.ts';
import { renderProblem } from '../sigma/render-problem.ts';
import type { Command } from './command.ts';
import { visible } from './plain-text.ts';
import { styleFor } from './style.ts';

export const rulesCheck: Command = {
  name: 'rules check',
  summary: 'say what is wrong with rule files, and where',
  help: `Usage: trailbell rules check [--json] [PATH…]

Reads the rule files, or all below the folders, and prints each problem with its line and a caret.
Without a PATH it reads rules/. Exits with 1 where there is a problem.

  --json   one JSON object a problem: {"code","message","file","line","column"}

Example: trailbell rules check rules/ecd`,
  async run(args, { out, colours, directory }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const { rules, correlations, problems } = readRules(
      directory,
      positionals.length > 0 ? positionals : ['rules'],
    );
    const faults = ruleFaults({ rules, correlations });
    const wrong = problems.length + faults.length;
    if (values.json) {
      for (const problem of problems) out(JSON.stringify(problem));
      for (const { code, message, rule } of faults) {
        out(JSON.stringify({ code, message, file: rule.file, line: 1, column: 1 }));
      }
    } else {
      const { red, green, dim } = styleFor(colours);
      for (const problem of problems) {
        out(`${renderProblem(problem, readFileSync(resolve(directory, problem.file), 'utf8'))}\n`);
      }
      for (const { code, message, rule } of faults) {
        out(`${visible(rule.file)}  ${code}  ${visible(message)}\n`);
      }
      const paint = wrong > 0 ? red : green;
      const read = `${rules.length} rules and ${correlations.length} correlation rules read`;
      out(paint(`${read}, ${wrong} problems`));
      const opening = openingRules(rules);
      if (opening.length > 0) {
        out(
          dim(
            'Because of these rules no record can be skipped unread (docs/rules.md, "What makes a rule fast"):',
          ),
        );
        for (const { title, file } of opening) out(dim(`  ${visible(title)}  ${visible(file)}`));
      }
    }
    return wrong > 0 ? 1 : 0;
  },
};
