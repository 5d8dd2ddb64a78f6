import { ConfigError } from '../model/config-error.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { commands } from './commands.ts';

/** Finds the command that the words call, and answers with its exit code. */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  const command = commands.find(({ name }) => startsWith(words, name.split(' ')));
  if (!command) {
    const wanted = words.length === 0 || ['help', '--help', '-h'].includes(words[0] ?? '');
    if (!wanted) terminal.err(`trailbell: there is no command '${words.join(' ')}'\n`);
    (wanted ? terminal.out : terminal.err)(overview());
    return wanted ? 0 : 2;
  }
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

function explain(error: unknown, { name }: Command, { err }: Terminal): number {
  // parseArgs throws TypeErrors with a code of its own for options it does not know.
  const misused = error instanceof TypeError && 'code' in error;
  if (error instanceof UsageError || misused) {
    err(`trailbell ${name}: ${error.message}\nTry trailbell ${name} --help`);
    return 2;
  }
  if (error instanceof ConfigError) {
    err(`trailbell ${name}: ${error.message}`);
    return 2;
  }
  throw error;
}

function startsWith(words: readonly string[], name: readonly string[]): boolean {
  return name.every((word, at) => words[at] === word);
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'trailbell: alerts from Alibaba Cloud ActionTrail, by Sigma rules',
    '',
    'Usage: trailbell COMMAND [OPTIONS]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'trailbell COMMAND --help says more about one of them.',
  ].join('\n');
}
