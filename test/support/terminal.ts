import { main } from '../../src/cli/main.ts';

export interface Said {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Runs the CLI in this process, and answers with what it said. */
export async function cli(
  words: readonly string[],
  {
    env = {},
    directory = process.cwd(),
    stdin = '',
    hasKeyboard = false,
    interrupted = AbortSignal.abort(),
    progress,
    onOut = () => {},
  }: {
    env?: Record<string, string>;
    directory?: string;
    stdin?: string | Uint8Array | AsyncIterable<Uint8Array>;
    hasKeyboard?: boolean;
    interrupted?: AbortSignal;
    progress?: (line: string | undefined) => void;
    onOut?: (line: string) => void;
  } = {},
): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(words, {
    out: (line) => {
      out.push(...line.split('\n'));
      onOut(line);
    },
    err: (line) => err.push(...line.split('\n')),
    env,
    directory,
    colours: false,
    progress,
    stdin: chunksOf(stdin),
    hasKeyboard,
    interrupted,
  });
  return { code, out, err };
}

async function* chunksOf(
  stdin: string | Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (typeof stdin === 'string') yield new TextEncoder().encode(stdin);
  else if (stdin instanceof Uint8Array) yield stdin;
  else yield* stdin;
}
