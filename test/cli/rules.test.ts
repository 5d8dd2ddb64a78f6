import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/terminal.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const rule = (detection: string, tests = '') => `title: Example
id: 00000000-0000-4000-8000-000000000001
logsource:
    product: alicloud
    service: actiontrail
detection:
    selection:
        ${detection}
    condition: selection
${tests}`;

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(directory, name), text);
  return name;
}

test('the rules that are shipped have no problem and pass their tests', async () => {
  expect(await cli(['rules', 'check'])).toMatchObject({ code: 0, err: [] });
  expect(await cli(['rules', 'test'])).toMatchObject({ code: 0, err: [] });
});

test('a problem is shown with its line and a caret', async () => {
  const path = await file('typo.yml', rule('eventName|endwith: X'));
  const said = await cli(['rules', 'check', path], { directory });
  expect(said.code).toBe(1);
  expect(said.out[0]).toMatch(/^typo\.yml:8:19 {2}unknown-modifier/);
  expect(said.out[1]).toContain('eventName|endwith: X');
  expect(said.out[2]).toMatch(/^ +\^$/);
});

test('problems are machine readable with --json', async () => {
  const path = await file('typo.yml', rule('eventName|endwith: X'));
  const said = await cli(['rules', 'check', '--json', path], { directory });
  expect(said.out.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({ code: 'unknown-modifier', file: 'typo.yml', line: 8, column: 19 }),
  ]);
});

test('a test that does not hold is named', async () => {
  const tests = `tests:
    - name: other events
      match: true
      event: {eventName: Y}`;
  const path = await file('failing.yml', rule('eventName: X', tests));
  const said = await cli(['rules', 'test', path], { directory });
  expect(said.code).toBe(1);
  expect(said.out.join('\n')).toContain('other events');
});

test('correlation rules are checked and counted too', async () => {
  const named = `name: deleted\n${rule('eventName: X')}`;
  const section = (name: string) =>
    `---\ntitle: C\ncorrelation: {type: temporal, rules: ${name}, timespan: 5m}\n`;
  const good = await file('good.yml', named + section('deleted'));
  const said = await cli(['rules', 'check', good], { directory });
  expect(said).toMatchObject({ code: 0, out: [expect.stringMatching(/^1 \D+ 1 \D+ 0 \D+$/)] });
  const bad = await file('bad.yml', named + section('delted'));
  const refused = await cli(['rules', 'check', '--json', bad], { directory });
  expect(refused.code).toBe(1);
  expect(refused.out.map((line) => JSON.parse(line).code)).toEqual(['unknown-reference']);
});

test('a path that is not there is told as such', async () => {
  const said = await cli(['rules', 'check', 'nowhere'], { directory });
  expect(said.code).toBe(2);
  expect(said.err.join('\n')).toContain('nowhere');
});

test('a rule for other logs, and an id that is taken, are problems too', async () => {
  const path = await file('foreign.yml', rule('eventName: X').replace('alicloud', 'aliyun'));
  const twin = await file('twin.yml', rule('eventName: X'));
  const said = await cli(['rules', 'check', '--json', path, twin], { directory });
  expect(said.code).toBe(1);
  expect(said.out.map((line) => JSON.parse(line).code)).toEqual([
    'foreign-logsource',
    'duplicate-id',
  ]);
  expect(await cli(['rules', 'test', path], { directory })).toMatchObject({ code: 1 });
});

test.each(['rules', 'routes', 'deadletters'])('%s --help lists its commands', async (family) => {
  for (const help of ['--help', '-h']) {
    const said = await cli([family, help], { directory: process.cwd() });
    expect(said).toMatchObject({ code: 0, err: [] });
    const commands = said.out.join('\n').match(/^ {2}\S+ \S+/gm) ?? [];
    expect(commands.length).toBeGreaterThan(1);
    expect(commands.every((name) => name.startsWith(`  ${family} `))).toBe(true);
  }
  expect(await cli([family, 'nothing'], { directory: process.cwd() })).toMatchObject({ code: 2 });
});
