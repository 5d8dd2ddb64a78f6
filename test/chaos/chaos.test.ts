import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { redisAvailable } from '../support/redis-server.ts';

const PATIENCE = { timeout: 150_000 };

/** Where runs that fail leave their evidence. */
const TMPDIR = mkdtempSync(join(tmpdir(), 'trailbell-chaos-test-'));
afterAll(() => rmSync(TMPDIR, { recursive: true }));

/** Runs the CLI as `npm run chaos` does. */
function chaos(...words: readonly string[]): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const command = ['--import', 'tsx', 'test/chaos/main.ts', ...words];
    const env = { ...process.env, TMPDIR };
    const child = execFile(process.execPath, command, { env }, (_, out, err) =>
      resolve({ code: child.exitCode, out: out + err }),
    );
  });
}

/** The figure of a row of the table. */
function figure(out: string, row: string): number {
  const line = out.split('\n').find((each) => each.startsWith(`${row}  `)) ?? '';
  return Number(line.slice(row.length).trim().split(' ')[0]);
}

test.skipIf(!redisAvailable())(
  'with workers killed, Redis restarted and webhooks failing, nothing is lost or repeated silently',
  PATIENCE,
  async () => {
    const { code, out } = await chaos('--short', '--seed', '5');
    expect(out).not.toContain('FAILED');
    expect(code).toBe(0);
    expect(figure(out, 'due')).toBe(80);
    expect(figure(out, 'lost')).toBe(0);
    expect(figure(out, 'repeats without cause')).toBe(0);
    // A run in which nothing broke would prove nothing.
    expect(figure(out, 'kills')).toBeGreaterThan(0);
    expect(figure(out, 'Redis restarts')).toBe(1);
    expect(figure(out, 'repeats')).toBeGreaterThan(0);
    expect(figure(out, 'dead letters')).toBeGreaterThan(0);
  },
);

test('the same run fails where workers do not share a ledger', PATIENCE, async () => {
  const { code, out } = await chaos('--short', '--seed', '5', '--alone');
  expect(out).toContain('was repeated without a cause');
  expect(out).toContain('was repeated without saying so');
  expect(code).toBe(1);
});

test('words that mean nothing are refused with the help', PATIENCE, async () => {
  const { code, out } = await chaos('--shrot');
  expect(out).toContain('Usage: npm run chaos');
  expect(code).toBe(2);
  expect((await chaos('--help')).code).toBe(0);
});
