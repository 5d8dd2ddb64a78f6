import { configSchema } from '../config/json-schema.ts';
import type { Command } from './command.ts';

export const configSchemaCommand: Command = {
  name: 'config schema',
  summary: 'print the JSON Schema of trailbell.yml, for editors',
  help: `Usage: trailbell config schema

Prints the JSON Schema of trailbell.yml. The first line of trailbell.yml points editors to the copy
in docs/trailbell.schema.json, which is made by:

  npx trailbell config schema > docs/trailbell.schema.json`,
  async run(_args, { out }) {
    out(JSON.stringify(configSchema(), null, 2));
    return 0;
  },
};
