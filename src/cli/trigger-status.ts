import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { openDeployment } from './input/open-deployment.ts';
import { visibleJson } from './output/plain-text.ts';
import { styleFor } from './output/style.ts';
import { triggerJson, triggerLines } from './output/trigger-lines.ts';

export const triggerStatus: Command = {
  name: 'trigger status',
  summary: 'what calls the deployed function, and whether it is on',
  help: `Usage: trailbell trigger status [--json]

Shows the log trigger of the function detect, as it is deployed: whether it is on, which logstore it
reads, how often it looks, and how often it tries again at once what failed.

  --json   one JSON object

compute in trailbell.yml says where the function runs and what it is called. The keys are in
ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and, for temporary ones,
ALIBABA_CLOUD_SECURITY_TOKEN; whose they are needs fc:GetTrigger and fc:GetFunction. Ends with 1
where the trigger is paused, or cannot be looked up.

Example: trailbell trigger status --json | jq .enabled`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
    });
    const { settings, trigger } = await openDeployment(terminal);
    const named = { function: settings.detect, trigger: settings.trigger, region: settings.region };
    const found = await trigger();
    if (values.json) terminal.out(visibleJson(triggerJson(named, found)));
    else
      for (const line of triggerLines(named, found, styleFor(terminal.colours))) terminal.out(line);
    return found.enabled ? 0 : 1;
  },
};
