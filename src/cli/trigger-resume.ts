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

export const triggerResume: Command = {
  name: 'trigger resume',
  summary: 'switch on again what calls the deployed function',
  help: `Usage: trailbell trigger resume [--json]

Switches on the log trigger of the function detect, and leaves all else of it as it is. Alibaba
Cloud does not say whether a trigger then goes on where it stopped, or begins with what comes in
from now on: the command says what to run where what came in meanwhile is not told.

  --json   one JSON object

Needs fc:GetTrigger and fc:UpdateTrigger, and ram:PassRole where the trigger has a role; the keys
are in the environment, as trailbell trigger status --help says.

Example: trailbell trigger resume`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
    });
    const { out, colours } = terminal;
    const style = styleFor(colours);
    const switched = await switchTrigger(true, terminal);
    const code = saySwitched(switched, { ...values, out, style });
    if (code !== undefined) return code;
    const { before, delivery, rememberMs } = switched;
    const name = nameOf(switched);
    if (before.enabled) {
      out(`${name} was on already.`);
      return 0;
    }
    out(style.green(`${name} is on.`));
    const late = delivery.late_after;
    const paused = before.lastModified;
    const meaning = [
      paused === undefined
        ? ''
        : `It was changed last, and so probably paused, at ${timeText(paused)}.`,
      'Where it goes on from is not known: Alibaba Cloud does not say whether it is where it stopped, or ' +
        'what comes in from now on.',
      late > 0
        ? `What has stood in the logstore for longer than ${durationText(late)} is told in late digests.`
        : '',
      'Where what came in meanwhile is not told within some minutes, let the function read it:',
    ];
    for (const line of wrapped(visible(meaning.filter(Boolean).join(' ')))) out(line);
    const since = paused === undefined ? Number.NaN : Date.parse(paused);
    const from = Number.isNaN(since) ? 'TIME' : isoSeconds(unreadSince(since, before));
    out('');
    out(`  npx trailbell redrive --from ${from}`);
    out('');
    const repeats = `With a ledger that all instances share, what was told within ${durationText(rememberMs)} is not told again.`;
    for (const line of wrapped(repeats)) out(line);
    return 0;
  },
};
