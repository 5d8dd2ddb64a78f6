import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readNamedRules } from '../project.ts';
import { type CheckedRules, checkRules } from '../workbench/lint/check-rules.ts';
import { type Command, UsageError } from './command.ts';
import { findingAnnotation, findingJson, findingLines } from './output/finding-lines.ts';
import { inset } from './output/hanging.ts';
import { numberOf } from './output/number-of.ts';
import { visible } from './output/plain-text.ts';
import { type Style, styleFor } from './output/style.ts';
import { wrapped } from './output/terminal-width.ts';

const formats = ['text', 'json', 'github'] as const;

export const rulesCheck: Command = {
  name: 'rules check',
  summary: 'say what is wrong with rule files, and where',
  help: `Usage: trailbell rules check [--format text|json|github] [--strict] [PATH…]

Reads the rule files, or all below the folders, and says what is wrong with them, and where.
Without a PATH it reads rules/. With one, the rules in rules/ are read too, for what refers to them,
but only findings about the files that are named are said. Exits with 1 where there is an error, or
no rule at all.

  --format text    with the line and a caret; what is said without --format
  --format json    one JSON object a finding: {"code","severity","message","file","line","column"}
  --format github  annotations for a workflow of GitHub Actions
  --json           the same as --format json
  --strict         exits with 1 where there is a warning, too

An error is a rule that cannot do what it is for; a warning may be what its author meant.
It looks for
  Sigma        what is no rule: YAML, keys, modifiers, conditions, references
  use          rules for other logs, and ids that are taken
  names        services and events that nobody has, or another service has; did you mean …?
  meaning      rules that never match or match everything, selections that nobody uses
  other rules  the same twice, two rules for one call, levels below what an event is worth
  shape        keys that are misspelt, and runbook, zh and tests that cannot be read
  words        no tests or no near miss, no runbook, no title in Chinese where others have one
  conventions  SigmaHQ's: ids, titles, descriptions, names, levels, false positives, indentation
  ATT&CK       tags that are no tactic or technique, or were replaced
Each code stands in docs/rules.md, "What rules check says".

Example: trailbell rules check rules/ecd`,
  async run(args, { out, err, colours, directory }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        json: { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
      },
    });
    const format = readFormat(values.format, values.json);
    const texts = new Map<string, string>();
    const textOf = (file: string): string => {
      const text = texts.get(file) ?? readFileSync(resolve(directory, file), 'utf8');
      texts.set(file, text);
      return text;
    };
    const checked = checkRules(readNamedRules(directory, positionals), textOf);
    if (isNothing(checked)) {
      const where = positionals.length === 0 ? 'rules' : positionals.join(', ');
      for (const line of wrapped(visible(`there is no rule to check in ${where}`))) err(line);
      return 1;
    }
    const style = styleFor(colours);
    if (format === 'text') {
      const lines = findingLines(checked.findings, textOf, style);
      for (const line of [...lines, ...summaryLines(checked, style)]) out(line);
    } else {
      const lineOf = format === 'json' ? findingJson : findingAnnotation;
      for (const finding of checked.findings) out(lineOf(finding));
    }
    const { errors, warnings } = countsOf(checked);
    return errors > 0 || (values.strict && warnings > 0) ? 1 : 0;
  },
};

function readFormat(written: string | undefined, json: boolean): (typeof formats)[number] {
  const word = written ?? (json ? 'json' : 'text');
  const format = formats.find((known) => known === word);
  if (format === undefined || (json && format !== 'json')) {
    throw new UsageError(
      format === undefined
        ? `--format is one of ${formats.join(', ')}`
        : '--json and --format say two things: leave one out',
    );
  }
  return format;
}

/** Whether nothing was there to be looked at, such as in a folder of lists. */
function isNothing({ rules, correlations, filters, findings }: CheckedRules): boolean {
  return rules + correlations + filters + findings.length === 0;
}

function countsOf({ findings }: CheckedRules) {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}

function summaryLines(
  checked: CheckedRules,
  { red, green, yellow, dim }: Style,
): readonly string[] {
  const { errors, warnings } = countsOf(checked);
  const read = `${numberOf(checked.rules, 'rule')}, ${numberOf(checked.correlations, 'correlation')}`;
  const refused = checked.refused === 0 ? '' : `, ${checked.refused} refused`;
  const found = `${numberOf(errors, 'error')}, ${numberOf(warnings, 'warning')}`;
  const paint = errors > 0 ? red : warnings > 0 ? yellow : green;
  const opening = checked.opening.map(({ title, file }) => visible(`${title}  ${file}`));
  return [
    paint(`${read}${refused}: ${found}`),
    ...(checked.refused > 0 ? wrapped(WAITING).map(dim) : []),
    ...(opening.length > 0 ? wrapped(OPENING).map(dim) : []),
    ...opening.flatMap((line) => inset(2, line)).map(dim),
  ];
}

const WAITING = 'Other checks of what is refused wait until this is mended.';

const OPENING =
  'Because of these rules no record can be skipped unread (docs/rules.md, "What makes a rule fast"):';
