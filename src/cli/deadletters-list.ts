import { parseArgs } from 'node:util';
import { type OpenLetters, openLetters } from '../deadletters/open-letters.ts';
import type { Command } from './command.ts';
import { kinds, readKind } from './input/letter-choice.ts';
import { openDeadLetters } from './input/open-dead-letters.ts';
import { readTime } from './input/read-time.ts';
import { letterLines, unreadableLine } from './output/letter-lines.ts';
import { numberOf } from './output/number-of.ts';
import { visibleJson } from './output/plain-text.ts';
import { styleFor } from './output/style.ts';

export const deadlettersList: Command = {
  name: 'deadletters list',
  summary: 'show what was given up, and why',
  help: `Usage: trailbell deadletters list [--from TIME] [--kind KIND] [--json] [--file FILE]

What the function cannot do, it gives up instead of stopping its shard, and writes down as a dead
letter with all that it takes to try again:

  alert    a channel refused it, or could not be told for too long
  digest   alerts that were to be told together, and could not be
  record   a log that is no audit event
  range    a piece of a shard that could not be read to its end

Lists those that nobody has dealt with yet, in the order in which they were given up the last time.

  --from TIME   only those given up since: 7d, 12h, 30m, or a day such as 2026-11-21 (UTC)
  --kind KIND   only alert, digest, record or range
  --json        one JSON object a letter, with all that is known of it
  --file FILE   a file of dead letters, in place of where dead_letters in trailbell.yml says

A logstore is read with the keys in ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET,
and for temporary ones ALIBABA_CLOUD_SECURITY_TOKEN. Whose they are needs log:ListShards and
log:GetCursorOrData on it. An intranet endpoint is only reached from within Alibaba Cloud.

Example: trailbell deadletters list --from 7d --kind alert`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        from: { type: 'string' },
        kind: { type: 'string' },
        json: { type: 'boolean', default: false },
        file: { type: 'string' },
      },
    });
    const since = readTime('--from', values.from ?? '1970-01-01', Date.now());
    const kind = readKind(values.kind);
    const store = await openDeadLetters(values.file, terminal);
    const { open, unreadable } = await openLetters(store.read(since));
    const wanted = open.filter(({ letter }) => kind === undefined || letter.kind === kind);

    const { out, err, colours } = terminal;
    const style = styleFor(colours);
    if (values.json) {
      for (const { letter, times } of wanted) out(visibleJson({ ...letter, times }));
    } else if (wanted.length === 0) {
      out('No dead letters.');
    } else {
      for (const line of letterLines(wanted, style)) out(line);
      out(`\n${summary(wanted)}`);
    }
    if (unreadable > 0) err(style.yellow(unreadableLine(unreadable)));
    return 0;
  },
};

/** `3 dead letters: 2 alerts, 1 record` */
function summary(letters: OpenLetters['open']): string {
  const counts = kinds
    .map((kind) => [kind, letters.filter(({ letter }) => letter.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => numberOf(count, kind));
  return `${numberOf(letters.length, 'dead letter')}: ${counts.join(', ')}`;
}
