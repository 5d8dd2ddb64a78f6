import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of its own, on this machine. */
export interface RedisServer {
  readonly port: number;
  /** With the password. */
  readonly url: URL;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** After a kill: on the same port, with what it had written to disk. */
  start(): Promise<void>;
  /** It holds its connections, takes new ones, and answers nothing. */
  pause(): void;
  resume(): void;
  /** Ends it, and removes what it has written. */
  close(): Promise<void>;
}

export interface RedisServerOptions {
  readonly password?: string;
  /** Writes all that it is told to disk before it answers. */
  readonly durable?: boolean;
}

const PROGRAM = 'redis-server';

/** Without one, tests that need it are skipped; where they must not be, this throws. */
export function redisAvailable(): boolean {
  const found = spawnSync(PROGRAM, ['--version']).status === 0;
  if (!found && process.env['TRAILBELL_NEEDS_REDIS'] === '1') {
    throw new Error('redis-server is not installed, and TRAILBELL_NEEDS_REDIS=1 says it has to be');
  }
  return found;
}

export async function startRedis({
  password = '',
  durable = false,
}: RedisServerOptions = {}): Promise<RedisServer> {
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'trailbell-redis-'));
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    requirepass: password,
    appendonly: durable ? 'yes' : 'no',
    appendfsync: 'always',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    server = await untilReady(spawn(PROGRAM, options));
  }

  async function kill(): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  await start();
  return {
    port,
    url: new URL(`redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`),
    start,
    kill,
    pause: () => server?.kill('SIGSTOP'),
    resume: () => server?.kill('SIGCONT'),
    async close() {
      await kill();
      await rm(directory, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilReady(server: ChildProcess): Promise<ChildProcess> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stdout?.on('data', (data) => {
      said += data;
      if (said.includes('Ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`redis-server has ended: ${said}`)));
  });
  return server;
}
