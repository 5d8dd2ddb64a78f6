import { parseArgs } from 'node:util';
import type { Redriven } from '../app.ts';
import { resolveConfig } from '../config/resolve-config.ts';
import type { DeadLetters } from '../deadletters/dead-letters.ts';
import { openLetters } from '../deadletters/open-letters.ts';
import { errorReason } from '../error-reason.ts';
import type { DeadLetter } from '../model/dead-letter.ts';
import { isFields } from '../model/fields.ts';
import type { Project } from '../project.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { lettersById, readKind } from './input/letter-choice.ts';
import { openDeadLetters } from './input/open-dead-letters.ts';
import { readCredentials } from './input/read-credentials.ts';
import { readTime } from './input/read-time.ts';
import { letterLines, unreadableLine } from './output/letter-lines.ts';
import { numberOf } from './output/number-of.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { styleFor } from './output/style.ts';
import { troubleLine } from './output/trouble-line.ts';

export const deadlettersRedrive: Command = {
  name: 'deadletters redrive',
  summary: 'try once more what was given up',
  help: `Usage: trailbell deadletters redrive ID… | --all [--kind KIND] [--from TIME]
                                     [--dry-run] [--json] [--file FILE]

Tries dead letters once more, with the trailbell.yml and the rules that are here, from this machine:

  alert    is sent to the channel that it was for, unless that was told meanwhile
  digest   is sent to the channel that it was for
  range    is read from Log Service, matched and told, like any other
  record   is read once more, and told if it is an audit event by now

What comes to its end is settled and not listed any more; the rest stays as it is. Mend first what
the reason says. What was told before is held back for as long as the ledger remembers, which for
one in memory is not at all: set REDIS_URL as the function has it.

  ID            the beginning of an id, as trailbell deadletters list shows it
  --all         all that are open, in the order in which they were given up
  --kind KIND   only alert, digest, record or range
  --from TIME   only those given up since: 7d, 12h, 30m, or a day such as 2026-11-21 (UTC)
  --dry-run     only list what would be tried
  --json        one JSON object a letter: its id and what became of it
  --file FILE   a file of dead letters, in place of where dead_letters in trailbell.yml says

It takes the environment that the function has (the webhooks), and for Log Service the keys in
ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN.
Ends with 1 where a letter could not be settled.

Example: trailbell deadletters redrive --all --kind alert`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        kind: { type: 'string' },
        from: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        file: { type: 'string' },
      },
    });
    if (values.all === positionals.length > 0) {
      throw new UsageError('name the ids of dead letters, or --all');
    }
    const kind = readKind(values.kind);
    const store = await openDeadLetters(values.file, terminal);
    const { open, unreadable } = await openLetters(
      store.read(readTime('--from', values.from ?? '1970-01-01', Date.now())),
    );
    const chosen = (values.all ? open : lettersById(open, positionals)).filter(
      ({ letter }) => kind === undefined || letter.kind === kind,
    );
    const { out, err, colours, interrupted } = terminal;
    const style = styleFor(colours);
    if (unreadable > 0) err(style.yellow(unreadableLine(unreadable)));
    if (chosen.length === 0) {
      if (!values.json) out('No dead letters.');
      return 0;
    }
    if (values['dry-run']) {
      if (values.json) for (const { letter } of chosen) out(visibleJson({ id: letter.id }));
      else for (const line of letterLines(chosen, style)) out(line);
      return 0;
    }

    const letters = chosen.map(({ letter }) => letter);
    const redrive = await openRedrive(terminal, letters, values.file);
    const rows = letterLines(chosen, style, 'one line each').slice(1);
    let settled = 0;
    let tried = 0;
    for (const [at, letter] of letters.entries()) {
      if (interrupted.aborted) break;
      tried += 1;
      if (!values.json) out(rows[at] ?? '');
      const redriven = await settleIn(store, letter, await redrive(letter));
      if (redriven.kind === 'settled') settled += 1;
      if (values.json) out(visibleJson({ id: letter.id, ...redriven }));
      else if (redriven.kind === 'settled') out(`  ${style.green('settled')}`);
      else out(`  ${style.red('still dead')}: ${visible(redriven.reason)}`);
    }
    if (!values.json) out(`\n${settled} of ${numberOf(letters.length, 'dead letter')} settled`);
    if (tried < letters.length)
      err(`interrupted: ${numberOf(letters.length - tried, 'dead letter')} not tried`);
    return settled === letters.length ? 0 : 1;
  },
};

/** Writes down that a letter was settled: else it would be told again the next time. */
async function settleIn(
  store: DeadLetters,
  { id: letter }: DeadLetter,
  redriven: Redriven,
): Promise<Redriven> {
  if (redriven.kind === 'failed') return redriven;
  try {
    await store.write([{ kind: 'settled', letter, time: new Date() }]);
    return redriven;
  } catch (error) {
    const reason = `it was told, which could not be written down: ${errorReason(error)}`;
    return { kind: 'failed', reason };
  }
}

/** How long one letter may take. */
const SECONDS_A_LETTER = 600;

/** The function's own way to tell, from here. What dies of a range goes where the range came from. */
async function openRedrive(
  { directory, env, err }: Terminal,
  letters: readonly DeadLetter[],
  file: string | undefined,
): Promise<(letter: DeadLetter) => Promise<Redriven>> {
  const [{ createApp }, { readProject }] = await Promise.all([
    import('../app.ts'),
    import('../project.ts'),
  ]);
  const project = readProject(directory);
  const app = createApp({
    project: file === undefined ? project : withLettersIn(project, file),
    env,
    journal(entry) {
      const line = troubleLine(entry);
      if (line !== undefined) err(visible(line));
    },
    allowLoopback: true,
  });
  app.initialize();
  // Alerts need no Log Service, but for a history of what was sent.
  const needsLogs =
    letters.some(({ kind }) => kind !== 'alert') ||
    Boolean(resolveConfig(project.config, env).history?.logstore);
  const credentials = needsLogs ? readCredentials(env) : notNeeded;
  const context = { credentials, function: { timeout: SECONDS_A_LETTER } };
  return async (letter) => {
    try {
      return await app.redrive(letter, context);
    } catch (error) {
      return { kind: 'failed', reason: errorReason(error) };
    }
  };
}

/** What stands in for keys that nothing is asked with. */
const notNeeded = { accessKeyId: 'not-needed', accessKeySecret: 'not-needed' };

function withLettersIn(project: Project, file: string): Project {
  const { config } = project;
  return isFields(config) ? { ...project, config: { ...config, dead_letters: { file } } } : project;
}
