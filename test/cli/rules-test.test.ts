import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { cli } from '../support/terminal.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  onTestFinished(() => rm(directory, { recursive: true }));
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), text);
}

const rulesTest = (...args: readonly string[]) => cli(['rules', 'test', ...args], { directory });

const deleted = `title: Deleted
name: deleted
logsource: {product: alicloud, service: actiontrail}
detection:
    selection: {eventName: DeleteDesktops}
    condition: selection
`;

const spree = `title: Spree
name: spree
correlation: {type: event_count, rules: [deleted], timespan: 5m, condition: {gte: 2}}
`;

/** The modifier does not exist. */
const unread = deleted.replace('deleted', 'unread').replace('eventName', 'eventName|endwith');

const hit = '{name: a deletion, match: true, event: {eventName: DeleteDesktops}}';
const miss = '{name: a stop, match: false, event: {eventName: StopDesktops}}';
const wrong = '{name: a restart, match: true, event: {eventName: RebootDesktops}}';
const two =
  '{name: two, match: true, base: {eventName: DeleteDesktops}, timeline: [{at: 0s, times: 2}]}';
const one = '{name: one, match: false, base: {eventName: DeleteDesktops}, timeline: [{at: 0s}]}';

const tests = (...all: readonly string[]) => `tests: [${all.join(', ')}]\n`;

test('the rules that are shipped pass their tests, and have a match and a near miss', async () => {
  expect(await cli(['rules', 'test', '--require-both'])).toMatchObject({ code: 0, err: [] });
});

test('all rules below rules/ are tested, correlation rules too, unless others are named', async () => {
  await write('rules/deleted.yml', deleted + tests(hit, miss));
  await write('rules/more/spree.yml', spree + tests(two, one));
  expect(await rulesTest()).toEqual({
    code: 0,
    out: ['2 rules, 4 tests passed, 0 failed'],
    err: [],
  });
  expect((await rulesTest('rules/more')).out).toEqual(['1 rule, 2 tests passed, 0 failed']);
});

test('what a rule needs of rules/ need not be named', async () => {
  await write('rules/deleted.yml', deleted);
  await write(
    'rules/filter.yml',
    `title: No Robots
logsource: {product: alicloud, service: actiontrail}
filter: {rules: [deleted], selection: {userIdentity.userName: robot}, condition: not selection}
`,
  );
  const byRobot = one.replace('0s', '0s, times: 9, event: {userIdentity: {userName: robot}}');
  await write('spree.yml', spree + tests(two, byRobot));
  expect(await rulesTest('spree.yml')).toMatchObject({ code: 0 });
});

test('a test that fails is named below its rule, and says why', async () => {
  await write('rules/deleted.yml', deleted + tests(hit, wrong));
  const { code, out } = await rulesTest();
  expect(code).toBe(1);
  expect(out).toEqual([
    expect.stringMatching(/^Deleted\b.*rules\/deleted\.yml$/),
    expect.stringMatching(/^ +\S a restart$/),
    expect.stringContaining('eventName is "RebootDesktops"'),
    '1 rule, 1 test passed, 1 failed',
  ]);
});

test('--verbose also names the tests that pass, and the rules without tests', async () => {
  await write('rules/deleted.yml', deleted + tests(hit));
  await write('rules/spree.yml', spree);
  const { code, out } = await rulesTest('--verbose');
  expect(code).toBe(0);
  expect(out.join('\n')).toMatch(/a deletion\nSpree .*\n +no tests\n.*1 rule without tests$/);
});

test('--require-both wants a match and a near miss of each rule, whatever its kind', async () => {
  await write('rules/a.yml', deleted + tests(hit));
  await write('rules/b.yml', spree + tests(one));
  await write('rules/c.yml', deleted.replace(/^name.*\n/m, ''));
  expect(await rulesTest()).toMatchObject({ code: 0 });
  const { code, out } = await rulesTest('--require-both');
  expect(code).toBe(1);
  const said = out.join('\n');
  for (const file of ['a', 'b', 'c']) expect(said).toContain(`rules/${file}.yml`);
  await write('rules/a.yml', deleted + tests(hit, miss));
  await write('rules/b.yml', spree + tests(one, two));
  await rm(join(directory, 'rules/c.yml'));
  expect(await rulesTest('--require-both')).toMatchObject({ code: 0 });
});

test('a rule that cannot be read fails, and one beside what is named does not', async () => {
  await write('rules/a/deleted.yml', deleted + tests(hit));
  await write('rules/b/typo.yml', unread);
  expect(await rulesTest('rules/a')).toMatchObject({ code: 0, err: [] });
  const said = await rulesTest();
  expect(said.code).toBe(1);
  expect(said.err.join()).toContain('unknown-modifier');
  expect(said.out.at(-1)).toContain('1 problem');
});

test('where there is nothing to test, that is not fine', async () => {
  await write('rules/README.md', '');
  expect(await rulesTest()).toMatchObject({ code: 1 });
  expect(await rulesTest('nowhere')).toMatchObject({ code: 2 });
  await write('rules/lists/example.yml', 'names: [alice]\n');
  await write('rules/deleted.yml', deleted + tests(hit));
  expect(await rulesTest('rules/lists')).toMatchObject({ code: 1 });
});

test('--json has a line for each test', async () => {
  await write('rules/deleted.yml', deleted + tests(hit, wrong));
  const { code, out } = await rulesTest('--json');
  expect(code).toBe(1);
  const about = { rule: 'deleted', title: 'Deleted', file: 'rules/deleted.yml' };
  expect(out.map((line): unknown => JSON.parse(line))).toEqual([
    { ...about, test: 'a deletion', passes: true },
    { ...about, test: 'a restart', passes: false, failure: expect.any(String) },
  ]);
  expect(await rulesTest('--format', 'json')).toEqual({ code, out, err: [] });
});

test.each([['--format', 'xml'], ['--json', '--format', 'junit'], ['--frmat']])(
  '%s %s is misuse',
  async (...words) => {
    await write('rules/deleted.yml', deleted);
    expect(await rulesTest(...words)).toMatchObject({ code: 2, out: [] });
  },
);

test('JUnit has a suite for each rule, and an error for what cannot be read', async () => {
  await write('rules/a.yml', deleted + tests(hit, wrong));
  await write('rules/b.yml', `# Its title is on the second line.\n${spree}${tests(two, two)}`);
  await write('rules/typo.yml', unread);
  const { code, out } = await rulesTest('--format', 'junit');
  expect(code).toBe(1);
  expect(out.map((line) => line.trim())).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="trailbell rules test" tests="5" failures="1" errors="1" skipped="0">',
    '<testsuite name="Deleted" tests="2" failures="1" errors="0" skipped="0">',
    '<testcase name="a deletion" classname="Deleted" file="rules/a.yml" line="1"/>',
    '<testcase name="a restart" classname="Deleted" file="rules/a.yml" line="1">',
    expect.stringMatching(/^<failure message="should match[^"<]+">should match[^<]+<\/failure>$/),
    '</testcase>',
    '</testsuite>',
    '<testsuite name="Spree" tests="2" failures="0" errors="0" skipped="0">',
    '<testcase name="two" classname="Spree" file="rules/b.yml" line="2"/>',
    '<testcase name="two (2)" classname="Spree" file="rules/b.yml" line="2"/>',
    '</testsuite>',
    '<testsuite name="rule files" tests="1" failures="0" errors="1" skipped="0">',
    expect.stringMatching(/^<testcase .*file="rules\/typo\.yml"/),
    expect.stringMatching(/^<error message="rules\/typo\.yml/),
    '</testcase>',
    '</testsuite>',
    '</testsuites>',
  ]);
});

test('JUnit has a rule without tests as one that is skipped', async () => {
  await write('rules/a.yml', deleted + tests(hit));
  await write('rules/b.yml', spree);
  const { code, out } = await rulesTest('--format', 'junit');
  expect(code).toBe(0);
  expect(out.map((line) => line.trim())).toEqual(
    expect.arrayContaining([
      '<testsuites name="trailbell rules test" tests="2" failures="0" errors="0" skipped="1">',
      '<testsuite name="Spree" tests="1" failures="0" errors="0" skipped="1">',
      '<testcase name="the rule" classname="Spree" file="rules/b.yml" line="1">',
      '<skipped message="no tests">no tests</skipped>',
    ]),
  );
});

test('a heading that has no room for its file has it below', async () => {
  const title = `Deleted ${'Again '.repeat(14)}`.trim();
  await write(`rules/${'long'.repeat(12)}.yml`, deleted.replace('Deleted', title) + tests(hit));
  const { out } = await rulesTest('--verbose');
  expect(out.slice(0, 2)).toEqual([title, `  rules/${'long'.repeat(12)}.yml`]);
  expect(Math.max(...out.map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('what XML cannot hold is not in the JUnit report, nor anything that a test made of it', async () => {
  const name = String.raw`"\0\e[31m <a href='x'> & ]]> \r\n \uD800 \uFFFF 删除"`;
  await write('rules/a.yml', deleted + tests(hit.replace('a deletion', name)));
  const { out } = await rulesTest('--format', 'junit');
  const [, text] = /<testcase name="([^"]*)"/.exec(out.join('\n')) ?? [];
  expect(text).toBe(' [31m &#60;a href=&#39;x&#39;&#62; &#38; ]]&#62;   \uFFFD \uFFFD 删除');
});
