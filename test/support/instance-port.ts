import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import { contextOf, type World } from './world.ts';

// One instance of the function in a process of its own, and what is said to it and by it.

export const setup = z.object({
  config: z.looseObject({}),
  env: z.record(z.string(), z.string()),
});

export const call = z.object({ event: z.unknown(), context: z.unknown() });

export const said = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('succeeded'), summary: z.record(z.string(), z.number()) }),
  z.object({ kind: z.literal('threw'), error: z.string() }),
]);

export type Said = z.infer<typeof said>;

/** Starts a process with the world's configuration. Its clock is the real one. */
export async function startInstance({ config, env, logService }: World, timeout = 60) {
  const child = fork(
    new URL('instance.ts', import.meta.url),
    [JSON.stringify({ config, env } satisfies z.input<typeof setup>)],
    { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const hear = async (): Promise<Said> => {
    const [message]: unknown[] = await once(child, 'message');
    return said.parse(message);
  };
  await hear();
  return {
    detect(range: { readonly begin: string; readonly end: string }, shard = 0): Promise<Said> {
      const answer = hear();
      child.send({
        event: logService.triggerEvent(shard, range),
        context: contextOf(undefined, timeout),
      });
      return answer;
    },
    /** As the machine under it would end it. */
    async kill(): Promise<void> {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
