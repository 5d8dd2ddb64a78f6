import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from './support/terminal.ts';

// docs/first-rule.md, followed to the letter.

const page = readFileSync('docs/first-rule.md', 'utf8');

const blocks = [...page.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].map(
  ([, kind = '', text = '']) => ({
    kind,
    text,
  }),
);

const textOf = (kind: string) => blocks.find((block) => block.kind === kind)?.text ?? '';

/** The words of each command, with what stands in quotes as one. */
const commands = blocks
  .filter(({ kind }) => kind === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'))
  .map((line) =>
    [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  )
  .map(([npx, trailbell, ...words]) => {
    expect([npx, trailbell]).toEqual(['npx', 'trailbell']);
    return words;
  });

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await cp('rules', join(directory, 'rules'), { recursive: true });
  await cp('trailbell.yml', join(directory, 'trailbell.yml'));
  await writeFile(join(directory, 'record.json'), textOf('json record.json'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('every command on the page does what the page says', async () => {
  const [draft = [], ...rest] = commands;
  const interrupted = new AbortController().signal;
  const run = async (words: readonly string[]) => {
    const said = await cli(words, { directory, interrupted });
    expect([words, said.code, said.err]).toMatchObject([words, 0, expect.anything()]);
    return said.out.join('\n');
  };
  expect(await run(draft)).toContain('Other rules answer');
  const file = draft.at(-1) ?? '';
  const drafted = readFileSync(join(directory, file), 'utf8');
  expect(drafted.split('\n')[0]).toBe(textOf('yaml').trim());
  await writeFile(join(directory, file), textOf('yaml rule'));

  const said = new Map<string, string>();
  for (const words of rest) said.set(words.slice(0, 2).join(' '), await run(words));
  expect([...said.keys()]).toEqual([
    'rules check',
    'rules test',
    'rules explain',
    'message --event',
    'scan --events',
  ]);
  expect(said.get('rules check')).toMatch(/^1 rule, .* 0 errors, 0 warnings$/);
  expect(said.get('rules test')).toContain('3 tests passed');
  expect(said.get('rules explain')).toMatch(/✓ .*ServiceId: epsrv-example0payments/);
  expect(said.get('message --event')).toContain(
    'alice changed the attributes of an endpoint service',
  );
  expect(said.get('scan --events')).toMatch(/high +Payments Endpoint Service Changed/);
});

test('the misspelling that the page proposes is pointed at', async () => {
  const misspelt = textOf('yaml rule').replace(
    'eventName: UpdateVpcEndpointServiceAttribute',
    'eventName: UpdateVpcEndpointServiceAtribute',
  );
  await writeFile(join(directory, 'rules/misspelt_payments_rule.yml'), misspelt);
  const words = ['rules', 'check', '--strict', '--json', 'rules/misspelt_payments_rule.yml'];
  const { code, out } = await cli(words, { directory });
  expect(code).toBe(1);
  const findings = out.map((line) => JSON.parse(line));
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'unknown-event', line: expect.any(Number) }),
  );
});
