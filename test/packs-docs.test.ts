import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli } from './support/terminal.ts';

const page = readFileSync('docs/packs.md', 'utf8');

test('the tables of docs/packs.md are those of the rules', async () => {
  const { out } = await cli(['rules', 'list', '--markdown']);
  const [, ...tables] = page.split(/^(?=## )/m);
  expect(tables.join('').trimEnd()).toBe(out.join('\n').trimEnd());
});
