import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { cli } from '../support/terminal.ts';

test.each([
  [['scn', '--events', 'x'], 'scan'],
  [['rules', 'chek'], 'rules check'],
  [['rule', 'check', 'rules/x.yml'], 'rules check'],
  [['deadletter', 'list'], 'deadletters list'],
])('%j is no command: the nearest is named', async (words, meant) => {
  const said = await cli(words);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err[0]).toContain(`Did you mean ${meant}?`);
});

test('where no command is near, none is made up', async () => {
  const said = await cli(['frobnicate']);
  expect(said.code).toBe(2);
  expect(said.err.join('\n')).not.toContain('Did you mean');
  expect(said.err.join('\n')).toContain('rules check');
});

test.each([
  [['scan', '--raport'], '--report'],
  [['scan', '--event', '-'], '--events'],
  [['start', '--onse'], '--once'],
  [['message', '--chanel=slack'], '--channel'],
])('%j has no such option: the nearest is named', async (words, meant) => {
  const said = await cli(words);
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join('\n')).toContain(`Did you mean ${meant}?`);
  expect(said.err.at(-1)).toContain('--help');
});

test('what is unknown cannot drive the terminal', async () => {
  for (const words of [['\u001B[2Jscan'], ['scan', '--\u001B[2Jx']]) {
    expect((await cli(words)).err.join('')).not.toMatch(/\p{Cc}/u);
  }
});

test.each(commands.map(({ name, help }) => [name, help] as const))(
  'the help of %s fits a terminal',
  (_, help) => {
    for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
  },
);
