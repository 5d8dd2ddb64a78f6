import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/terminal.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const rule = (detection: string, id = '3f0c5b9e-8a53-4a8e-9d3c-0123456789ab') => `title: Example
id: ${id}
description: Detects an example.
logsource:
    product: alicloud
    service: actiontrail
detection:
    selection:
        ${detection}
    condition: selection
falsepositives: [Unlikely]
level: high
runbook: Ask the caller.
tests:
    - name: it is called
      match: true
      event: { eventName: ExampleCall }
    - name: something else is called
      match: false
      event: { eventName: AnotherCall }
`;

async function file(name: string, text: string): Promise<string> {
  await mkdir(dirname(join(directory, name)), { recursive: true });
  await writeFile(join(directory, name), text);
  return name;
}

const check = (...words: readonly string[]) => cli(['rules', 'check', ...words], { directory });

const codesOf = (out: readonly string[]) => out.map((line) => JSON.parse(line).code);

test('of the rules that are shipped nothing is said', async () => {
  const said = await cli(['rules', 'check', '--strict']);
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(said.out).toEqual([
    expect.stringMatching(/^\d{3,} rules, \d+ correlations: 0 errors, 0 warnings$/),
  ]);
});

test('a finding is shown with its place, its line and a caret', async () => {
  const path = await file('example_typo.yml', rule('eventName|endwith: X'));
  const said = await check(path);
  expect(said.code).toBe(1);
  expect(said.out).toEqual([
    'example_typo.yml:9:19  error  unknown-modifier',
    expect.stringMatching(/^ {2}.*'endswith'/),
    '  9 │         eventName|endwith: X',
    '    │                   ^',
    '',
    '0 rules, 0 correlations, 1 refused: 1 error, 0 warnings',
    expect.stringContaining('wait until this is mended'),
  ]);
});

test('what is said of a long line fits into a terminal', async () => {
  const long = `errorCode: [${'ExampleCall, '.repeat(20)}'*', ${'ExampleCall, '.repeat(20)}X]`;
  const said = await check(await file('example_long.yml', rule(long)));
  expect(said.code).toBe(0);
  expect(Math.max(...said.out.map((line) => line.length))).toBeLessThanOrEqual(100);
  const caret = said.out.findIndex((line) => /│ +\^$/.test(line));
  const at = said.out[caret]?.indexOf('^') ?? 0;
  expect(said.out[caret - 1]?.slice(at)).toMatch(/^'\*'.*…$/);
});

test('warnings are no failure, unless they are to be', async () => {
  const path = await file('example_any.yml', rule("errorCode: [ExampleCode, '*']"));
  expect(await check(path)).toMatchObject({ code: 0 });
  expect(await check('--strict', path)).toMatchObject({ code: 1 });
});

test.each([['--json'], ['--format', 'json'], ['--format=json', '--json']])(
  'findings are machine readable with %s',
  async (...words) => {
    const path = await file('example_typo.yml', rule('eventName|endwith: X'));
    const said = await check(...words, path);
    expect(said.out.map((line): unknown => JSON.parse(line))).toEqual([
      {
        code: 'unknown-modifier',
        severity: 'error',
        message: expect.any(String),
        file: 'example_typo.yml',
        line: 9,
        column: 19,
      },
    ]);
  },
);

test('findings are annotations for GitHub, whatever they and their files are called', async () => {
  const path = await file('a,b:c%d/example_typo.yml', rule("'event%Name|endwith': X"));
  const said = await check('--format', 'github', path);
  expect(said.out).toEqual([
    expect.stringMatching(
      /^::error file=a%2Cb%3Ac%25d\/example_typo.yml,line=9,col=21,title=unknown-modifier::no modifier /,
    ),
  ]);
});

test('an annotation ends where its line does', async () => {
  const text = rule('"eventName|a\\n::warning::b": ExampleCall');
  const said = await check('--format', 'github', await file('example_lines.yml', text));
  expect(said.out).toEqual([expect.stringContaining("'a%0A::warning::b'")]);
});

test('what a rule says moves no cursor', async () => {
  const text = rule('"eventName|\\e[2J\u202e": ExampleCall');
  const path = await file('example_hostile.yml', text);
  for (const format of ['text', 'json', 'github']) {
    const said = (await check('--format', format, path)).out.join('\n');
    expect(said).toContain('unknown-modifier');
    expect(said).not.toContain('\u001b');
    expect(said).not.toContain('\u202e');
  }
});

test('correlation rules are checked and counted too', async () => {
  const named = `name: called\n${rule('eventName: ExampleCall')}`;
  const section = (name: string) =>
    `---\ntitle: C\ncorrelation: {type: temporal, rules: ${name}, timespan: 5m}\n`;
  const good = await file('example_good.yml', named + section('called'));
  const said = await check(good);
  expect(said.code).toBe(0);
  expect(said.out.at(-1)).toMatch(/^1 rule, 1 correlation: 0 errors, \d+ warnings$/);
  const bad = await file('example_bad.yml', named + section('caled'));
  const refused = await check('--json', bad);
  expect(refused.code).toBe(1);
  expect(codesOf(refused.out)).toEqual(['unknown-reference']);
});

test('rules in rules/ are there to be referred to, though nothing is said of them', async () => {
  const base = rule('eventName: ExampleCall').replace('title:', 'name: called\ntitle:');
  await file('project/rules/example_called.yml', base.replace('Detects', 'Tells'));
  await file('project/rules/example_typo.yml', rule('eventName|endwith: X', 'another'));
  const spree =
    'title: C\nname: spree\ncorrelation: {type: temporal, rules: [called], timespan: 5m}\n';
  await file('project/mine/example_spree.yml', spree);
  const said = await cli(['rules', 'check', '--json', 'mine'], {
    directory: join(directory, 'project'),
  });
  expect(said.code).toBe(0);
  const files = new Set(said.out.map((line): unknown => JSON.parse(line).file));
  expect([...files]).toEqual(['mine/example_spree.yml']);
});

test('a rule for other logs, and an id that is taken, are errors too', async () => {
  const path = await file('example_foreign.yml', rule('eventName: A').replace('alicloud', 'aws'));
  const twin = await file('example_twins.yml', rule('eventName: ExampleCall'));
  const said = await check('--json', path, twin);
  expect(said.code).toBe(1);
  expect(codesOf(said.out)).toEqual(['foreign-logsource', 'duplicate-id']);
});

test('rules that let no record be skipped are named', async () => {
  const path = await file('example_open.yml', rule('eventName|re: (A|B)'));
  const said = await check(path);
  expect(said.out.at(-1)).toMatch(/^ {2}Example {2}example_open.yml$/);
});

test('where there is no rule to be checked, that is not fine', async () => {
  await file('lists/example.yml', 'names: [alice]\n');
  await file('empty/README.md', '');
  for (const path of ['lists', 'empty']) {
    const said = await cli(['rules', 'check', path === 'lists' ? 'rules/lists' : path], {
      directory: path === 'lists' ? process.cwd() : directory,
    });
    expect(said).toMatchObject({ code: 1, out: [] });
    expect(said.err.join()).toContain('no rule');
  }
  const filter = `title: Load Test
logsource: { product: alicloud }
filter: { rules: any, selection: { userIdentity.userName: load-test }, condition: not selection }
`;
  expect(await check(await file('example_filter.yml', filter))).toMatchObject({ code: 0, err: [] });
});

test('a list that there is not is to be put where lists are', async () => {
  const path = await file('example_list.yml', rule("eventName|expand: '%nobody%'"));
  expect((await check('--json', path)).out.join()).toContain('rules/lists/');
});

test('a path that is not there is told as such', async () => {
  const said = await check('nowhere');
  expect(said.code).toBe(2);
  expect(said.err.join('\n')).toContain('nowhere');
});

test.each([
  ['--format', 'xml'],
  ['--format', 'text', '--json'],
])('%s %s is a misuse', async (...words) => {
  expect(await check(...words)).toMatchObject({ code: 2, out: [] });
});
