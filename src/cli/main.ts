import packageJson from '../../package.json' with { type: 'json' };
import { ComputeError } from '../compute/compute-error.ts';
import { didYouMean } from '../config/did-you-mean.ts';
import { LogServiceError } from '../logs/log-service-error.ts';
import { ConfigError } from '../model/config-error.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { visible } from './output/plain-text.ts';

/** Finds the command that the words call, and answers with its exit code. */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  const command = commands.find(({ name }) => startsWith(words, name.split(' ')));
  if (!command) return orient(words, terminal);
  const args = words.slice(command.name.split(' ').length);
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(command.help);
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    return explain(error, command, terminal);
  }
}

/** Answers whoever asks what there is, and whoever asks for what there is not. */
function orient(words: readonly string[], { out, err }: Terminal): number {
  const [first = '--help'] = words;
  if (first === '--version' || first === '-V') {
    out(packageJson.version);
    return 0;
  }
  if (first === 'help' || first === '--help' || first === '-h') {
    out(overview(commands));
    return 0;
  }
  const kin = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (kin.length > 0 && /^(--help|-h)$/.test(words.slice(1).join(' '))) {
    out(overview(kin));
    return 0;
  }
  const meant = nearestCommand(words);
  err(`trailbell: there is no command '${visible(words.join(' '))}'${meant && `. ${meant}`}\n`);
  err(overview(kin.length > 0 ? kin : commands));
  return 2;
}

/** A command has one word or two; what follows may be anything. */
function nearestCommand(words: readonly string[]): string {
  const byLength = [1, 2].map((length) =>
    didYouMean(
      words.slice(0, length).join(' '),
      commands.map(({ name }) => name).filter((name) => name.split(' ').length === length),
      '',
    ),
  );
  return byLength.findLast((meant) => meant !== '') ?? '';
}

/** Says what somebody probably meant by an option that the command does not have. */
function misuse(error: Error, code: unknown, help: string): string {
  const option = /^Unknown option '(-[^']*)'/.exec(error.message)?.[1];
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || option === undefined) return error.message;
  // The help names every option there is.
  const known = [...new Set(help.match(/(?<=[\s[(|])--[a-z][a-z-]*/g))];
  const meant = didYouMean(option, known, '');
  return `there is no option '${visible(option)}'${meant && `. ${meant}`}`;
}

function explain(error: unknown, { name, help }: Command, { err }: Terminal): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const misused = String(code).startsWith('ERR_PARSE_ARGS');
  if (error instanceof UsageError || (error instanceof Error && misused)) {
    err(`trailbell ${name}: ${misuse(error, code, help)}\nTry trailbell ${name} --help`);
    return 2;
  }
  if (error instanceof ConfigError) {
    err(`trailbell ${name}: ${error.message}`);
    return 2;
  }
  if (error instanceof LogServiceError || error instanceof ComputeError) {
    err(`trailbell ${name}: ${error.message}`);
    return 1;
  }
  const isListening = error instanceof Error && 'syscall' in error && error.syscall === 'listen';
  if (isListening && (code === 'EADDRINUSE' || code === 'EACCES')) {
    const port = 'port' in error ? `port ${String(error.port)}` : 'the port';
    err(
      `trailbell ${name}: ${port} is taken, or not ours to take. Choose another with --port or --web-port, or 0 for a free one`,
    );
    return 2;
  }
  throw error;
}

function startsWith(words: readonly string[], name: readonly string[]): boolean {
  return name.every((word, at) => words[at] === word);
}

function overview(listed: readonly Command[]): string {
  const width = Math.max(...listed.map(({ name }) => name.length));
  return [
    'trailbell: alerts from Alibaba Cloud ActionTrail, by Sigma rules',
    '',
    'Usage: trailbell COMMAND [OPTIONS]',
    '',
    ...listed.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'trailbell COMMAND --help says more about one of them.',
  ].join('\n');
}
