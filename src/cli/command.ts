import type { Env } from '../config/resolve-env.ts';

/** The terminal as a command sees it: handed in, so that tests own it. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly env: Env;
  readonly directory: string;
  /** Whether standard output is a terminal that wants colours. */
  readonly colours: boolean;
  /**
   * Puts a line in place of the one it showed before, on standard error; undefined takes it away.
   * Missing where standard error is no terminal.
   */
  readonly progress?: ((line: string | undefined) => void) | undefined;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Whether standard input is a keyboard: somebody may press Enter. */
  readonly hasKeyboard?: boolean | undefined;
  /** Aborted when the person presses Ctrl-C. */
  readonly interrupted: AbortSignal;
}

export interface Command {
  /** The words that call it: `rules test`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints: what it does, its options, an example. */
  readonly help: string;
  /** Answers with the exit code: 0 fine, 1 not fine, 2 called or configured wrongly. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** What a shell says of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** The command was called in a way it does not understand. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
