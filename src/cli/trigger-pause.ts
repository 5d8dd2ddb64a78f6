import { parseArgs } from 'node:util';
import { durationText } from '../config/duration.ts';
import type { Command } from './command.ts';
import { switchTrigger, unreadSince } from './input/switch-trigger.ts';
import { visible } from './output/plain-text.ts';
import { nameOf, saySwitched } from './output/say-switched.ts';
import { styleFor } from './output/style.ts';
import { wrapped } from './output/terminal-width.ts';
import { timeText } from './output/trigger-lines.ts';
import { isoSeconds } from './output/utc-time.ts';

export const triggerPause: Command = {
  name: 'trigger pause',
  summary: 'switch off what calls the deployed function: nothing rings until it is resumed',
  help: `Usage: trailbell trigger pause [--json]

Switches off the log trigger of the function detect, without asking first. Until it is resumed
nobody is told of anything: what ActionTrail delivers stays in the logstore, for as long as that
keeps its logs. All else of the trigger stays as it is. Deploying the function again can switch it
on.

  --json   one JSON object

Needs fc:GetTrigger and fc:UpdateTrigger, and ram:PassRole where the trigger has a role; the keys
are in the environment, as trailbell trigger status --help says.

Example: trailbell trigger pause`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
    });
    const { out, colours } = terminal;
    const began = Date.now();
    const style = styleFor(colours);
    const switched = await switchTrigger(false, terminal);
    const code = saySwitched(switched, { ...values, out, style });
    if (code !== undefined) return code;
    const { before, after, delivery } = switched;
    const name = nameOf(switched);
    if (!before.enabled) {
      const since = before.lastModified
        ? ` It was changed last at ${timeText(before.lastModified)}.`
        : '';
      for (const line of wrapped(visible(`${name} was paused already.${since}`))) out(line);
      return 0;
    }
    const logstore = after.source ? `the logstore ${after.source.logstore}` : 'its logstore';
    const late = delivery.late_after;
    out(style.yellow(`${name} is paused. Nobody is told of anything until it is resumed.`));
    const meaning = [
      `What ActionTrail delivers meanwhile stays in ${logstore} for as long as that keeps its logs.`,
      late > 0
        ? `Once it is resumed, what has stood there for longer than ${durationText(late)} by then is told together, in late digests.`
        : 'Once it is resumed, all of it rings.',
    ];
    for (const line of wrapped(visible(meaning.join(' ')))) out(line);
    out('');
    out('  to go on              npx trailbell trigger resume');
    out(
      `  what came in since    npx trailbell redrive --from ${isoSeconds(unreadSince(began, before))}`,
    );
    return 0;
  },
};
