import { type ChildProcess, fork } from 'node:child_process';
import type { InvocationEnd } from './evidence.ts';
import { type Work, word } from './worker-port.ts';

export interface WorkerPoolOptions {
  readonly workers: number;
  /** What a worker is told when it starts, see `workerSetup`. */
  readonly setup: (worker: number) => unknown;
  /** Of one invocation, in milliseconds: the cloud would end it too. */
  readonly timeout: number;
  readonly onJournal: (entry: Readonly<Record<string, unknown>>) => void;
}

/** A worker that is free, and stays so for whoever got it until it was invoked. */
export interface Worker {
  readonly id: number;
  /** Resolves whatever becomes of the worker. */
  invoke(work: Work): Promise<InvocationEnd>;
}

/** So many processes at any time: one that is killed is replaced. */
export interface WorkerPool {
  /** First come, first served, and all of `count` at the same time. Rejects where workers do not start. */
  acquire(count: number): Promise<readonly Worker[]>;
  /** SIGKILL, if it is still there. */
  kill(worker: number): void;
  /** How many were killed. */
  kills(): number;
  close(): Promise<void>;
}

/** Of what a worker said before it died. */
const LAST_WORDS = 2_000;

interface Member {
  readonly child: ChildProcess;
  fate: 'alive' | 'killed' | 'timed-out';
  settle: ((end: InvocationEnd) => void) | undefined;
}

export function startWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const members = new Map<number, Member>();
  const queue: {
    readonly count: number;
    readonly give: (workers: readonly Worker[]) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  let free: readonly number[] = [];
  let born = 0;
  let kills = 0;
  let closed = false;
  let broken: Error | undefined;

  for (let at = 0; at < options.workers; at += 1) hire();

  function hire(): void {
    born += 1;
    const id = born;
    const child = fork(new URL('worker.ts', import.meta.url), [JSON.stringify(options.setup(id))], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const member: Member = { child, fate: 'alive', settle: undefined };
    members.set(id, member);
    let ready = false;
    let lastWords = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        lastWords = `${lastWords}${text}`.slice(-LAST_WORDS);
      });
    }
    child.on('message', (message) => {
      const said = word.parse(message);
      if (said.kind === 'journal') options.onJournal(said.entry);
      else if (said.kind === 'ready') {
        ready = true;
        release(id);
      } else settle(said);
    });
    // After the last message and the last output, and not only after the process.
    child.on('close', () => {
      members.delete(id);
      free = free.filter((each) => each !== id);
      if (closed) return;
      const gone = member.fate === 'alive' && !ready;
      if (gone) return giveUp(new Error(`a worker did not start:\n${lastWords}`));
      settle(
        member.fate === 'alive' ? { kind: 'crashed', said: lastWords } : { kind: member.fate },
      );
      hire();
    });

    function settle(end: InvocationEnd): void {
      const told = member.settle;
      member.settle = undefined;
      told?.(end);
    }
  }

  function giveUp(error: Error): void {
    broken = error;
    for (const { fail } of queue.splice(0)) fail(error);
  }

  function release(id: number): void {
    if (members.get(id)?.fate === 'alive') free = [...free, id];
    serve();
  }

  function serve(): void {
    for (let next = queue[0]; next && next.count <= free.length; next = queue[0]) {
      queue.shift();
      const taken = free.slice(0, next.count);
      free = free.slice(next.count);
      next.give(taken.map((worker) => ({ id: worker, invoke: (work) => invoke(worker, work) })));
    }
  }

  async function invoke(id: number, work: Work): Promise<InvocationEnd> {
    const member = members.get(id);
    // It was killed between two ranges.
    if (member?.fate !== 'alive') return { kind: 'killed' };
    const timer = setTimeout(() => end(member, 'timed-out'), options.timeout);
    const answer = await new Promise<InvocationEnd>((resolve) => {
      member.settle = resolve;
      // A worker that dies meanwhile is noticed by its end.
      member.child.send(work, () => {});
    });
    clearTimeout(timer);
    release(id);
    return answer;
  }

  function end(member: Member, fate: 'killed' | 'timed-out'): void {
    if (member.fate !== 'alive') return;
    member.fate = fate;
    if (fate === 'killed') kills += 1;
    member.child.kill('SIGKILL');
  }

  return {
    acquire: (count) =>
      new Promise((give, fail) => {
        if (broken) return fail(broken);
        queue.push({ count, give, fail });
        serve();
      }),
    kill(id) {
      const member = members.get(id);
      if (member) end(member, 'killed');
    },
    kills: () => kills,
    async close() {
      closed = true;
      await Promise.all(
        [...members.values()].map(
          ({ child }) =>
            new Promise((resolve) => {
              child.once('close', resolve);
              child.kill('SIGKILL');
            }),
        ),
      );
    },
  };
}
