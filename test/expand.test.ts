import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRules } from '../src/project.ts';
import { compileRules } from '../src/sigma/match/compile-rules.ts';
import { places } from './sigma/one-rule.ts';

const lists = {
  'rules/lists/people.yml': `admins: [root, 'ops-*']
literal: ['50\\*']
ports: [22, 3389]
hours: [22, 23]
one: x
`,
  'rules/lists/networks.yml': `office: [10.0.0.0/8, '2001:db8::/32']
not-networks: [10.0.0.1/8]
patterns: ['^ab+$', 'c.d']
not-patterns: ['(']
options: [-enc, ' -nop']
`,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  for (const [file, text] of Object.entries(lists)) await write(file, text);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(join(directory, dirname(file)), { recursive: true });
  await writeFile(join(directory, file), text);
}

/** Reads a rule whose selection is this, in YAML's flow style: it begins on line 3, column 18. */
async function read(selection: string) {
  const detection = `detection: {sel: ${selection}, condition: sel}`;
  await write('rules/rule.yml', `title: T\nlogsource: {product: p}\n${detection}\n`);
  return readRules(directory, ['rules']);
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each<[string, unknown, boolean]>([
  // A list stands for its values, as if the rule had written them.
  ["'%admins%'", 'ROOT', true],
  ["'%admins%'", 'ops-7', true],
  ["'%admins%'", 'bob', false],
  ["'%admins%'", '%admins%', false],
  ["'%admins%'", null, false],
  ["'%one%'", 'x', true],
  ["['%one%', '%admins%']", 'root', true],
  ["'%literal%'", '50*', true],
  ["'%literal%'", '500', false],
  ["'%ports%'", '22.0', true],
  ["'%ports%'", 23, false],
  ["'user:%admins%'", 'user:root', true],
  ["'%admins%@%ports%'", 'root@3389', true],
])('expand: %s on the value %j: %j', async (value, given, expected) => {
  const { rules, problems } = await read(`{a|expand: ${value}}`);
  expect(problems).toEqual([]);
  expect(compileRules(rules).match({ a: given }, fail)).toHaveLength(expected ? 1 : 0);
});

test.each<[string, unknown, boolean]>([
  ["expand|contains: '%admins%'", 'the root user', true],
  ["contains|expand: '%admins%'", 'the root user', true],
  ["expand|contains: '-%one%-'", 'a-x-b', true],
  ["expand|startswith: '%admins%'", 'a root', false],
  ["expand|endswith: '%ports%x'", 'port 22X', true],
  ["expand|cased: '%admins%'", 'ROOT', false],
  ["expand|contains|all: '%ports%/'", '22/3389/', true],
  ["expand|contains|all: '%ports%/'", '22/', false],
  ["expand|neq: '%admins%'", 'ops-1', false],
  ["expand|neq: '%admins%'", 'bob', true],
  ["expand|cidr: '%office%'", '10.1.2.3', true],
  ["cidr|expand: '%office%'", '2001:db8::1', true],
  ["expand|cidr: '%office%'", '192.0.2.1', false],
  ["expand|re: '%patterns%'", 'abbb', true],
  ["re|expand|i: '%patterns%'", 'C-D', true],
  ["expand|re: '%patterns%'", 'abc', false],
  ["expand|re: '^x%patterns%'", 'xc-d', true],
  ["expand|windash|contains: '%options%'", 'pwsh /ENC abc', true],
  ["expand|windash|contains: '%options%'", 'pwsh enc abc', false],
  ["expand|base64: '%one%'", base64('x'), true],
  ["expand|base64: 'a%one%'", base64('ax'), true],
  ["expand|base64: 'a%one%'", base64('a%one%'), false],
  ["expand|base64offset|contains: 'user-%ports%/'", base64('a user-3389/ b'), true],
  ["expand|wide|base64: 'a%one%'", Buffer.from('ax', 'utf16le').toString('base64'), true],
  ["expand|gte: '%ports%'", 22, true],
  ["expand|lt: '%ports%'", 3389, false],
  ["expand|hour: '%hours%'", '2026-11-21T22:00:00Z', true],
  ["expand|fieldref: '%one%'", 'same', true],
])('a|%s on the value %j: %j', async (item, given, expected) => {
  const { rules, problems } = await read(`{a|${item}}`);
  expect(problems).toEqual([]);
  expect(compileRules(rules).match({ a: given, x: 'SAME' }, fail)).toHaveLength(expected ? 1 : 0);
});

test('keywords may be a list of the project', async () => {
  const { rules, problems } = await read("{'|expand': '%admins%'}");
  expect(problems).toEqual([]);
  expect(compileRules(rules).match({ deep: [{ user: 'is ROOT' }] }, fail)).toHaveLength(1);
  expect(compileRules(rules).match({ root: 'bob' }, fail)).toHaveLength(0);
});

test.each([
  ["{a|expand: '%nobody%'}", 'unknown-list@3:30'],
  ["{a|expand: 'user-%nobody%'}", 'unknown-list@3:35'],
  ["{a|expand: ['%admins%', '%nobody%']}", 'unknown-list@3:43'],
  ['{a|expand: admins}', 'modifier-value@3:29'],
  ["{a|expand|cidr: '%not-networks%'}", 'bad-cidr@3:35'],
  ["{a|expand|re: '%not-patterns%'}", 'bad-regex@3:33'],
  ["{a|expand|gt: '%admins%'}", 'modifier-value@3:33'],
  ["{a|expand|hour: '%ports%'}", 'modifier-value@3:35'],
  ["{a|expand: ['%one%', y]}", 'modifier-value@3:39'],
  ["{a|base64|expand: '%one%'}", 'modifier-chain@3:28'],
  ["{a|exists|expand: '%one%'}", 'modifier-chain@3:28'],
])('%s is refused at its place: %s', async (selection, expected) => {
  const { rules, problems } = await read(selection);
  expect(rules).toEqual([]);
  expect(places(problems).join(' ')).toBe(expected);
});

test('a value written without a list stays a text where expand is not asked for', async () => {
  const { rules, problems } = await read("{a: '%admins%'}");
  expect(problems).toEqual([]);
  expect(compileRules(rules).match({ a: '%admins%' }, fail)).toHaveLength(1);
});

test('a list that is edited is what rules then match', async () => {
  const selection = "{a|expand|cidr: '%branches%'}";
  expect(places((await read(selection)).problems)).toEqual(['unknown-list@3:35']);
  const matches = async (address: string) =>
    compileRules((await read(selection)).rules).match({ a: address }, fail).length === 1;
  await write('rules/lists/branches.yml', 'branches: [192.0.2.0/24]\n');
  expect(await matches('198.51.100.7')).toBe(false);
  await write('rules/lists/branches.yml', 'branches: [192.0.2.0/24, 198.51.100.0/24]\n');
  expect(await matches('198.51.100.7')).toBe(true);
  await write('rules/lists/branches.yml', 'branches: [192.0.2.1/24]\n');
  expect((await read(selection)).problems).toMatchObject([{ code: 'bad-cidr' }]);
  await rm(join(directory, 'rules/lists/branches.yml'));
});

test('a list that is wrong is a problem of its file, and of the rules that want it', async () => {
  await write('rules/lists/wrong.yml', 'wrong: [[x]]\n');
  const { rules, problems } = await read("{a|expand: '%wrong%'}");
  expect(rules).toEqual([]);
  expect(problems.map(({ code, file }) => `${file} ${code}`)).toEqual([
    'rules/lists/wrong.yml wrong-type',
    'rules/rule.yml unknown-list',
  ]);
  await rm(join(directory, 'rules/lists/wrong.yml'));
});

function fail(_: unknown, error: unknown): never {
  throw error;
}
