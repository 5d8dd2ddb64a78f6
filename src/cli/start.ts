import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { JournalEntry } from '../model/journal.ts';
import type { Notification } from '../model/notification.ts';
import { problemLine } from '../sigma/render-problem.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { readLocale } from './input/read-locale.ts';
import { numberOf } from './output/number-of.ts';
import { plainText, visible } from './output/plain-text.ts';
import { type Style, styleFor } from './output/style.ts';
import { troubleLine } from './output/trouble-line.ts';

export const start: Command = {
  name: 'start',
  summary: 'run the whole thing on this machine, with sample records',
  help: `Usage: trailbell start [--once] [--json] [--events FILE] [--locale en|zh] [--port N]

Runs the main job with nothing to set up: a local Log Service delivers audit records, the real
function pulls and matches them, and the messages appear on a page much as DingTalk, Slack and the
other apps would show them. A channel whose variables are set rings: with SLACK_WEBHOOK, Slack does.

  --events FILE  records instead of the samples, one a line; - is standard input
  --once         stop when they are dealt with, instead of serving the page until Ctrl-C
  --json         one JSON line an alert, and the batch's summary as the last
  --locale L     the language of the messages: en or zh
  --port N       the port of the page; 8787 unless said or taken, 0 for a free one

Example: npm start --silent -- --once --json --events records.ndjson`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        events: { type: 'string' },
        locale: { type: 'string' },
        port: { type: 'string' },
      },
    });
    const ports = readPorts(values.port, values.once);
    const locale = readLocale(values.locale);
    const records =
      values.events === undefined ? undefined : await readEvents(values.events, terminal);

    const [{ startLocalRun }, { readProject }, { sampleRecords }] = await Promise.all([
      import('../local/local-run.ts'),
      import('../project.ts'),
      import('../local/sample-records.ts'),
    ]);
    const project = readProject(terminal.directory);
    for (const problem of project.problems) {
      terminal.err(`${problemLine(problem)}. The other rules go on without it.`);
    }
    const printer = values.json ? jsonPrinter(terminal) : textPrinter(terminal);
    const deadLetters = resolve(terminal.directory, DEAD_LETTERS);
    const { env } = terminal;
    const run = await startLocalRun({ ...printer, project, env, locale, ports, deadLetters });
    try {
      if (!values.json) {
        terminal.out(`${project.rules.length} rules · messages on ${run.inbox.url}\n`);
      }
      const encoder = new TextEncoder();
      const samples = () =>
        sampleRecords(new Date()).map((record) => encoder.encode(JSON.stringify(record)));
      await feed(() => run.feed(records ?? samples()), terminal);
      if (!values.once) {
        // What machines read is done: the rest is for the person at the terminal.
        await serve(run.inbox.url, values.json ? terminal.err : terminal.out, terminal);
      }
    } finally {
      await run.close();
    }
    return 0;
  },
};

/** Where dead letters of local runs go. */
const DEAD_LETTERS = '.trailbell/dead-letters.ndjson';

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

async function serve(url: string, out: Terminal['out'], { interrupted }: Terminal): Promise<void> {
  out(`\nThe page stays on ${url} until you press Ctrl-C.`);
  if (interrupted.aborted) return;
  await new Promise((done) => interrupted.addEventListener('abort', done, { once: true }));
}

interface Printer {
  readonly journal: (entry: JournalEntry) => void;
  readonly onSay: (notification: Notification) => void;
}

function jsonPrinter({ out, err }: Terminal): Printer {
  return {
    onSay: () => {},
    journal(entry) {
      switch (entry.kind) {
        case 'alert': {
          const { rule, level, count, events, channels } = entry;
          return out(JSON.stringify({ rule, level, count, events, channels }));
        }
        case 'batch': {
          const { kind: _kind, ...summary } = entry;
          return out(JSON.stringify(summary));
        }
        default:
          return err(JSON.stringify(entry));
      }
    },
  };
}

function textPrinter({ out, err, colours }: Terminal): Printer {
  const style = styleFor(colours);
  const said = new Map<string, Notification>();
  return {
    // Of what was said again, as a possible repeat, the first is what happened.
    onSay(notification) {
      if (!said.has(notification.id)) said.set(notification.id, notification);
    },
    journal(entry) {
      switch (entry.kind) {
        case 'alert': {
          const notification = said.get(entry.alert);
          if (!notification) return;
          out(style.bold(plainText(notification.title)));
          out(`  ${plainText(notification.sentence)}`);
          return out(`  ${fates(entry.channels, style)}\n`);
        }
        case 'batch': {
          const { records, malformed, matches, alerts, owed, delivered, retried, deadLetters } =
            entry;
          const quiet = (['suppressed', 'muted', 'held', 'unrouted'] as const)
            .filter((kind) => entry[kind] > 0)
            .map((kind) => ` ${entry[kind]} ${kind},`)
            .join('');
          out(
            `${numberOf(records, 'record')} (${malformed} malformed) · ` +
              `${numberOf(matches, 'match', 'matches')} · ${numberOf(alerts, 'alert')}`,
          );
          out(
            `${delivered} of ${owed} messages delivered,${quiet} ${retried} to retry, ` +
              `${deadLetters} refused · ${entry.ms} ms`,
          );
          const letters = malformed + deadLetters;
          if (letters === 0) return;
          const list = `npx trailbell deadletters list --file ${DEAD_LETTERS}`;
          return err(`${numberOf(letters, 'dead letter')}: ${list}`);
        }
        default: {
          const line = troubleLine(entry);
          if (line !== undefined) err(style.yellow(visible(line)));
        }
      }
    },
  };
}

/** What did not come to its end, or not to a good one. */
const troubled: ReadonlySet<string> = new Set(['refused', 'retry', 'unknown', 'waiting']);

function fates(channels: Readonly<Record<string, string>>, { green, red, dim }: Style): string {
  return Object.entries(channels)
    .map(([name, fate]) => `${dim(name)} ${(troubled.has(fate) ? red : green)(fate)}`)
    .join('  ');
}

/** Whoever names a port means it; otherwise any will do. */
function readPorts(text: string | undefined, once: boolean): readonly number[] {
  if (text === undefined) return once ? [0] : [8787, 0];
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return [port];
  throw new UsageError(`--port is a number from 0 to 65535, not '${text}'`);
}

/** One record a line, byte for byte: a malformed line is a malformed record. */
async function readEvents(
  file: string,
  { stdin, directory }: Terminal,
): Promise<readonly Uint8Array[]> {
  const bytes = file === '-' ? await readAll(stdin) : await readFileAt(resolve(directory, file));
  const lines: Uint8Array[] = [];
  for (let begin = 0; begin < bytes.length;) {
    const newline = bytes.indexOf(0x0a, begin);
    const end = newline === -1 ? bytes.length : newline;
    lines.push(bytes.subarray(begin, end));
    begin = end + 1;
  }
  return lines;
}

async function readFileAt(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw new UsageError(`--events: ${path} cannot be read`);
  }
}

async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}
