import { ruleSchema } from '../workbench/rule-schema.ts';
import type { Command } from './command.ts';

export const rulesSchema: Command = {
  name: 'rules schema',
  summary: 'print the JSON Schema of rule files, for editors',
  help: `Usage: trailbell rules schema

Prints the JSON Schema of rule files: keys, fields, services, events and tags, each with a hint.
In an editor with a YAML language server this line at the top of a rule turns it on:

  # yaml-language-server: $schema=../../docs/rule.schema.json

The copy in docs/ is made by:

  npx trailbell rules schema > docs/rule.schema.json`,
  async run(_args, { out }) {
    out(JSON.stringify(ruleSchema(), null, 2));
    return 0;
  },
};
