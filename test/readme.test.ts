import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readYaml } from '../src/config/read-yaml.ts';
import { parseRules } from '../src/sigma/parse/parse-rules.ts';
import { runRuleTests } from '../src/workbench/rule-tests/rule-tests.ts';
import { deletion } from './support/audit-event.ts';
import { cli } from './support/terminal.ts';

const readme = readFileSync('README.md', 'utf8');

function block(language: string, holding: string): string {
  const blocks = [...readme.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)];
  const found = blocks.find(([, name, text]) => name === language && text?.includes(holding));
  return found?.[2] ?? '';
}

test("the README's rule can be read and passes its own tests", () => {
  const { rules, problems } = parseRules(block('yaml', 'detection:'), 'README.md');
  expect(problems).toEqual([]);
  const results = rules.flatMap(runRuleTests);
  expect(results.map(({ failure }) => failure)).toEqual([undefined, undefined]);
});

test('the commands that the README names exist', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  for (const [, name = ''] of readme.matchAll(/\bnpm (start|test|run \w+)\b/g)) {
    expect(scripts).toHaveProperty(name.replace('run ', ''));
  }
});

test('the commands for rules do what the README says', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await symlink(resolve('rules'), join(directory, 'rules'));
  await copyFile('trailbell.yml', join(directory, 'trailbell.yml'));
  await writeFile(join(directory, 'records.ndjson'), `${JSON.stringify(deletion())}\n`);
  await writeFile(join(directory, 'record.json'), JSON.stringify(deletion(), undefined, 2));
  const commands = block('sh', 'rules check').trim().split('\n');
  const said = new Map<string, readonly string[]>();
  for (const line of commands) {
    const [, command = ''] = /^npx trailbell ([^#]+?) *(?:#.*)?$/.exec(line) ?? [];
    const interrupted = new AbortController().signal;
    const { code, out } = await cli(command.split(' '), { directory, interrupted });
    expect(code, command).toBe(0);
    said.set(command.replace(/ -.*/, ''), out);
  }
  await rm(directory, { recursive: true });
  expect([...said.keys()]).toEqual([
    'rules check',
    'rules test',
    'rules explain',
    'rules coverage',
    'scan',
    'message',
  ]);
  expect(said.get('rules check')?.at(-1)).toMatch(/ 0 errors, 0 warnings$/);
  for (const command of ['rules explain', 'scan']) {
    expect(said.get(command)?.join()).toContain('PrivateLink Endpoint Service Deleted');
  }
  expect(said.get('message')?.join()).toContain('alice deleted an endpoint service');
});

test('the variables that s.yaml shows as comments are those of channels, and can be set', () => {
  const text = readFileSync('s.yaml', 'utf8');
  const shown = [...text.matchAll(/^ *# (\w+): \$\{env\(/gm)].map(([, name = '']) => name);
  expect(shown.length).toBeGreaterThan(3);
  const set = JSON.stringify(readYaml(text.replaceAll(/# (?=\w+: \$\{env\()/g, ''), 's.yaml'));
  for (const name of shown) {
    expect(readFileSync('docs/channels.md', 'utf8')).toContain(`\${${name}}`);
    expect(set).toContain(`"${name}":"\${env('${name}', '')}"`);
  }
});

test('s.yaml sets every variable that trailbell.yml needs', () => {
  const deployed = JSON.stringify(readYaml(readFileSync('s.yaml', 'utf8'), 's.yaml'));
  for (const [, name] of readFileSync('trailbell.yml', 'utf8').matchAll(/: \$\{(\w+)/g)) {
    expect(deployed).toContain(`"${name}":`);
  }
});
