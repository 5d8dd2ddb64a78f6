import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { LocalRun } from '../local/local-run.ts';
import { problemLine } from '../sigma/render-problem.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { readEvents } from './input/read-events.ts';
import { readLocale } from './input/read-locale.ts';
import { jsonPrinter, textPrinter } from './output/run-printer.ts';

export const start: Command = {
  name: 'start',
  summary: 'run the whole thing on this machine, with sample records',
  help: `Usage: trailbell start [--once] [--json] [--events FILE] [--locale en|zh] [--port N]
                       [--web-port N]

Runs all functions with nothing to set up: a local Log Service delivers audit records, detect pulls
and matches them, and the messages appear on a page much as DingTalk, Slack and the other apps would
show them. Their links and buttons work: web serves the pages on which alerts are acknowledged and
silenced. Sweep runs every few seconds, and all of them share a ledger in this process. Press Enter,
and the same happens again: what is silenced does not ring, and messages say who answered.

A channel whose variables are set rings: with SLACK_WEBHOOK, Slack does, at every Enter. The links
in its messages lead to this machine, too, and open nowhere else.

  --events FILE  records instead of the samples, one a line; - is standard input
  --once         stop when they are dealt with, instead of serving pages until Ctrl-C: nobody could
                 answer, so the messages have no links to answer by
  --json         one JSON line an alert, and the batch's summary as the last
  --locale L     the language of the messages: en or zh
  --port N       the port of the page of messages; 8787 unless said or taken, 0 for a free one
  --web-port N   the port of the pages to answer on; 8788 unless said or taken, 0 for a free one

Examples: npm start
          npm start --silent -- --once --json --events records.ndjson`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        events: { type: 'string' },
        locale: { type: 'string' },
        port: { type: 'string' },
        'web-port': { type: 'string' },
      },
    });
    const { once, json } = values;
    const ports = readPorts('--port', values.port) ?? (once ? [0] : [8787, 0]);
    const webPorts = readPorts('--web-port', values['web-port']) ?? [8788, 0];
    if (once && values['web-port'] !== undefined) {
      throw new UsageError('--web-port: with --once nobody could answer');
    }
    const locale = readLocale(values.locale);
    const records =
      values.events === undefined ? undefined : await readEvents(values.events, terminal);

    const [{ startLocalRun }, { readProject }, { sampleRecords }, { happenAgain }] =
      await Promise.all([
        import('../local/local-run.ts'),
        import('../project.ts'),
        import('../local/sample-records.ts'),
        import('../local/happen-again.ts'),
      ]);
    const project = readProject(terminal.directory);
    for (const problem of project.problems) {
      terminal.err(`${problemLine(problem)}. The other rules go on without it.`);
    }
    const printer = json
      ? jsonPrinter(terminal)
      : textPrinter(terminal, { project, deadLetters: DEAD_LETTERS });
    const run = await startLocalRun({
      ...printer,
      project,
      env: terminal.env,
      locale,
      ports,
      webPorts: once ? undefined : webPorts,
      deadLetters: resolve(terminal.directory, DEAD_LETTERS),
    });
    try {
      if (!json) {
        terminal.out(`${project.rules.length} rules · messages on ${run.inbox.url}`);
      }
      const encoder = new TextEncoder();
      const samples = () =>
        sampleRecords(new Date()).map((record) => encoder.encode(JSON.stringify(record)));
      await feed(() => run.feed(records ?? samples()), terminal);
      if (!once) {
        // What machines read is done: the rest is for the person at the terminal.
        const say = json ? terminal.err : terminal.out;
        const hasKeyboard = terminal.hasKeyboard === true && values.events !== '-';
        await serve(run, say, { ...terminal, hasKeyboard }, async () => {
          await feed(() => run.feed(records ? happenAgain(records) : samples()), terminal);
        });
      }
    } finally {
      await run.close();
    }
    return 0;
  },
};

/** Where dead letters of local runs go. */
const DEAD_LETTERS = '.trailbell/dead-letters.ndjson';

/** What is deployed sweeps every minute, which is too long to wait at a terminal. */
const SWEEP_EVERY_MS = 5_000;

/** What the trigger would retry is said; the messages that went out have been printed by then. */
async function feed(call: () => Promise<void>, { err }: Terminal): Promise<void> {
  const { BatchIncompleteError } = await import('../app.ts');
  try {
    await call();
  } catch (error) {
    if (!(error instanceof BatchIncompleteError)) throw error;
    err(`${error.message}: in the cloud the trigger would deliver it again`);
  }
}

/** Until Ctrl-C people answer, the sweep comes, and with every Enter the same happens again. */
async function serve(
  { inbox, webUrl, realChannels, sweep }: LocalRun,
  say: Terminal['out'],
  { interrupted, stdin, hasKeyboard, err }: Terminal,
  again: () => Promise<void>,
): Promise<void> {
  say(`\nThe page stays on ${inbox.url} until you press Ctrl-C.`);
  say(`Open it and answer an alert: its links lead to ${webUrl}.`);
  if (realChannels.length > 0) {
    say(`So do those of ${realChannels.join(', ')}, which rings: they open on this machine alone.`);
  }
  if (hasKeyboard) {
    say('Then press Enter. The same happens again: what is silenced does not ring.\n');
  }
  if (interrupted.aborted) return;
  const [{ againAndAgain }, { errorReason }] = await Promise.all([
    import('../local/again-and-again.ts'),
    import('../error-reason.ts'),
  ]);
  const stop = againAndAgain(async () => {
    try {
      await sweep();
    } catch (error) {
      // Whoever goes takes the places away that it talks to.
      if (!interrupted.aborted) err(`the sweep failed: ${errorReason(error)}`);
    }
  }, SWEEP_EVERY_MS);
  const gone = new Promise<void>((done) => {
    interrupted.addEventListener('abort', () => done(), { once: true });
  });
  try {
    await Promise.race([gone, hasKeyboard ? onEnter(stdin, again).then(() => gone) : gone]);
  } finally {
    stop();
  }
}

/** Resolves when nobody can press it any more. */
async function onEnter(stdin: Terminal['stdin'], act: () => Promise<void>): Promise<void> {
  for await (const _line of stdin) await act();
}

/** Whoever names a port means it; otherwise any will do. */
function readPorts(option: string, text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return [port];
  throw new UsageError(`${option} is a number from 0 to 65535, not '${text}'`);
}
