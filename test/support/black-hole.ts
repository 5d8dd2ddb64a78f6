import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

const listener = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));
`;

/** More than wait at a door that nobody opens, for which Linux adds one to the backlog. */
const QUEUE = 4;

/** An origin on this machine where a connection neither comes about nor fails. */
export async function blackHole(): Promise<string> {
  const child = spawn(process.execPath, ['-e', listener], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said]: unknown[] = await once(child.stdout, 'data');
  const port = Number(said);
  child.kill('SIGSTOP');
  const waiting = Array.from({ length: QUEUE }, () =>
    connect(port, '127.0.0.1').on('error', () => {}),
  );
  onTestFinished(() => {
    for (const socket of waiting) socket.destroy();
    child.kill('SIGKILL');
  });
  return `http://127.0.0.1:${port}`;
}
