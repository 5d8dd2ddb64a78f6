import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/terminal.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const run = (...words: readonly string[]) => cli(['rules', ...words], { directory });
const read = (file: string) => readFile(join(directory, file), 'utf8');

const FILE = 'rules/privatelink/privatelink_update_vpc_endpoint_service_attribute.yml';

test('a new rule passes rules check and rules test as it is', async () => {
  const said = await run('new', 'UpdateVpcEndpointServiceAttribute');
  expect(said).toMatchObject({ code: 0, err: [] });
  expect(said.out.join('\n')).toContain(`rules check ${FILE}`);
  expect(await run('check', FILE)).toMatchObject({ code: 0, err: [] });
  expect(await run('test', '--require-both', FILE)).toMatchObject({ code: 0, err: [] });
  expect(await read(FILE)).toMatch(/^id: [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]+$/m);
});

test('a rule that is written where the function reads none is told as such', async () => {
  for (const file of ['drafts/mine.yml', 'rules/lists/mine.yml', '../elsewhere.yml']) {
    const said = await cli(['rules', 'new', 'DeleteDesktops', '--out', file], {
      directory: join(directory, 'sub'),
    });
    expect(said.code).toBe(0);
    expect(said.err.join('\n')).toContain('the function never reads it');
  }
});

test('what is said fits into a terminal', async () => {
  await run('new', 'UpdateVpcEndpointServiceResourceAttribute');
  const again = ['UpdateVpcEndpointServiceResourceAttribute', '--out', 'rules/another_rule.yml'];
  const said = await run('new', ...again);
  expect(said.out.join('\n')).toContain('Other rules answer');
  const help = await Promise.all([run('schema', '--help'), run('new', '--help')]);
  const misused = [await run('new', 'ListTagResources'), await run('new', 'x'.repeat(120))];
  for (const { out, err } of [said, ...help, ...misused]) {
    // Commands are there to be copied.
    const lines = [...out, ...err].filter((line) => !/^ +\d\. npx/.test(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  }
});

test('a file that is there is never written over', async () => {
  await run('new', 'DeleteDesktops', '--out', 'mine.yml');
  const before = await read('mine.yml');
  const said = await run('new', 'DeleteDesktops', '--out', 'mine.yml');
  expect(said.code).toBe(2);
  expect(said.err.join('\n')).toContain('mine.yml');
  expect(await read('mine.yml')).toBe(before);
});

test('rules that answer the event already are named', async () => {
  await run('new', 'DeleteVpcEndpoint', '--out', 'rules/privatelink/privatelink_one.yml');
  const said = await run('new', 'DeleteVpcEndpoint', '--out', 'rules/privatelink/another.yml');
  expect(said.code).toBe(0);
  expect(said.out.join('\n')).toContain('rules/privatelink/privatelink_one.yml');
});

test('an event that there is not is a misuse, with what may have been meant', async () => {
  const said = await run('new', 'UpdateVpcEndpointServiceAttributes');
  expect(said.code).toBe(2);
  expect(said.err.join('\n')).toContain("'UpdateVpcEndpointServiceAttribute'");
});

test('an event that the catalogue does not have is written for the service that is named', async () => {
  const said = await run('new', 'CreateFileSystem', '--service', 'Nas');
  expect(said.code).toBe(0);
  expect(said.err.join('\n')).toContain("'Nas'");
  const file = 'rules/nas/nas_create_file_system.yml';
  expect(await run('test', '--require-both', file)).toMatchObject({ code: 0 });
});

test.each([[[]], [['A', 'B']], [['DeleteDesktops', '--out', 'rule.txt']]])(
  '%j is a misuse',
  async (words) => {
    expect(await run('new', ...words)).toMatchObject({ code: 2, out: [] });
  },
);
