import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readRules } from '../project.ts';
import { renderProblem } from '../sigma/render-problem.ts';
import type { Command } from './command.ts';
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
    const { rules, problems } = readRules(
      directory,
      positionals.length > 0 ? positionals : ['rules'],
    );
    if (values.json) {
      for (const problem of problems) out(JSON.stringify(problem));
    } else {
      const { red, green } = styleFor(colours);
      for (const problem of problems) {
        out(`${renderProblem(problem, readFileSync(resolve(directory, problem.file), 'utf8'))}\n`);
      }
      const paint = problems.length > 0 ? red : green;
      out(paint(`${rules.length} rules read, ${problems.length} problems`));
    }
    return problems.length > 0 ? 1 : 0;
  },
};
