import { expect, test } from 'vitest';
import { cli } from '../support/terminal.ts';

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
