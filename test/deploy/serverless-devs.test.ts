import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { valueAt } from '../../src/config/read-issue.ts';
import { readYaml } from '../../src/config/read-yaml.ts';
import { resolveDeployment } from './resolve-deployment.ts';

// The tool that deploys, as it reads our files: without a network, an account, or a home of its own.

const run = promisify(execFile);
const tool = resolve('node_modules/@serverless-devs/s/bin/s');
const home = mkdtempSync(join(tmpdir(), 'trailbell-s-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function serverlessDevs(args: readonly string[], secrets = {}): Promise<string> {
  const nowhere = 'http://127.0.0.1:9';
  const { stdout } = await run(process.execPath, [tool, ...args], {
    cwd: home,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      // With this it starts none of its daemons, which look for updates and report what it is used for.
      NODE_ENV: 'test',
      ...secrets,
    },
  });
  return stdout;
}

function resolved(text: string): unknown {
  return resolveDeployment(readYaml(text, 's.yaml')).value;
}

test('s preview shows s.yaml as we read it', async () => {
  const text = readFileSync('s.yaml', 'utf8');
  writeFileSync(join(home, 's.yaml'), text);
  const shown = await serverlessDevs(['preview', '-t', join(home, 's.yaml'), '-o', 'json']);
  // Run by root it warns in a line before.
  const preview: unknown = JSON.parse(shown.slice(shown.indexOf('{\n')));
  expect(preview).toEqual(resolved(text));
  expect(shown).toMatch(/trailbell-detect[^]*trailbell-sweep[^]*trailbell-web/);
});

/** It previews no format but that of 3.0, so a component of ours says what it would be given. */
test('s deploy hands s.fc2.yaml to its component as we read it', async () => {
  const component = join(home, 'component');
  const record = join(home, 'given.jsonl');
  mkdirSync(component);
  writeFileSync(join(component, 'package.json'), '{"name":"component","main":"index.js"}');
  writeFileSync(
    join(component, 'publish.yaml'),
    'Type: Component\nName: component\nVersion: 0.0.1\n',
  );
  writeFileSync(
    join(component, 'index.js'),
    `const { appendFileSync } = require('node:fs');
    module.exports = class {
      async deploy({ props }) {
        appendFileSync(${JSON.stringify(record)}, JSON.stringify(props) + '\\n');
      }
    };`,
  );
  const text = readFileSync('s.fc2.yaml', 'utf8');
  const ours = text
    .replaceAll('component: fc\n', `component: ${component}\n`)
    .replace('npm ci && npm run build', 'node --version');
  expect(ours).not.toContain('run: npm');
  writeFileSync(join(home, 's.fc2.yaml'), ours);
  mkdirSync(join(home, '.s'), { recursive: true });
  writeFileSync(join(home, '.s', 'access.yaml'), 'default:\n  AccountID: none\n');
  const names = [...text.matchAll(/\$\{env\((\w+)\)\}/g)].map(([, name = '']) => name);
  const secrets = Object.fromEntries(names.map((name) => [name, '']));
  await serverlessDevs(['deploy', '-t', join(home, 's.fc2.yaml')], secrets);
  const given = readFileSync(record, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const expected = ['detect', 'sweep', 'web'].map((key) =>
    valueAt(resolved(text), ['services', key, 'props']),
  );
  expect(given).toEqual(expected);
});
