import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/terminal.ts';

const rule = (title: string, id: number, level: string, event: string) => `title: ${title}
id: 00000000-0000-4000-8000-00000000000${id}
name: rule_${id}
logsource: {product: alicloud, service: actiontrail}
level: ${level}
tags: [attack.impact, attack.t1485.001]
detection:
    selection: {serviceName: PrivateLink, eventName: ${event}}
    condition: selection
`;

const spree = `title: Spree | All
id: 00000000-0000-4000-8000-000000000003
level: critical
correlation: {type: event_count, rules: [rule_1, rule_2], timespan: 1h, condition: {gt: 3}}
`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await mkdir(join(directory, 'rules/privatelink'), { recursive: true });
  await mkdir(join(directory, 'rules/own'), { recursive: true });
  const put = (file: string, text: string) => writeFile(join(directory, file), text);
  await put('rules/privatelink/low.yml', rule('Low One', 1, 'low', 'CreateVpcEndpoint'));
  await put('rules/privatelink/high.yml', rule('High One', 2, 'high', 'DeleteVpcEndpoint'));
  await put('rules/own/spree.yml', spree);
  const off = 'rules: {00000000-0000-4000-8000-000000000001: {enabled: false}}\n';
  await put('trailbell.yml', off);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const list = (...words: readonly string[]) => cli(['rules', 'list', ...words], { directory });

test('rules are listed by their folders, the gravest first', async () => {
  const { code, out } = await list();
  expect(code).toBe(0);
  expect(out.filter((line) => /rules?$|One|Spree/.test(line.trim()))).toEqual([
    'own: 1 rule',
    '  critical       Spree | All',
    'privatelink: 2 rules',
    '  high           High One',
    '  low            Low One  switched off in trailbell.yml',
  ]);
  expect(out.join('\n')).toContain('event_count of 2 rules > 3 within 1h');
  expect(out.at(-1)).toBe('3 rules in 2 packs');
});

test('only what is named is listed', async () => {
  const { out } = await list('rules/privatelink');
  expect(out.join('\n')).not.toContain('Spree');
  expect(out.at(-1)).toBe('2 rules in 1 pack');
});

test('--json has one object a rule', async () => {
  const { out } = await list('--json');
  expect(out.map((line): unknown => JSON.parse(line))).toMatchObject([
    { kind: 'correlation', pack: 'own', rules: [expect.any(String), expect.any(String)] },
    {
      kind: 'detection',
      pack: 'privatelink',
      level: 'high',
      enabled: true,
      events: [{ service: 'PrivateLink', name: 'DeleteVpcEndpoint', plain: true }],
    },
    { title: 'Low One', enabled: false },
  ]);
});

test('--markdown makes a table for each pack', async () => {
  const { out } = await list('--markdown');
  const rows = out.filter((line) => line.startsWith('|')).map((line) => line.replace(/ +/g, ' '));
  expect(rows).toEqual([
    '| Level | Rule | Looks for | ATT&CK |',
    expect.stringMatching(/^\| -+ \|/),
    expect.stringMatching(/^\| critical \| \[Spree \\\| All\]\(\.\.\/rules\/own\/spree\.yml\) \|/),
    '| Level | Rule | Looks for | ATT&CK |',
    expect.stringMatching(/^\| -+ \|/),
    '| high | [High One](../rules/privatelink/high.yml) | `DeleteVpcEndpoint` | Impact; ' +
      '[T1485.001](https://attack.mitre.org/techniques/T1485/001/) |',
    expect.stringMatching(/^\| low \| /),
  ]);
});

test('what rule files say drives no terminal', async () => {
  const hostile = rule('"Evil\\e[2J\\u202E One"', 4, 'high', 'DeleteVpcEndpoint');
  await writeFile(join(directory, 'evil.yml'), hostile);
  for (const more of [[], ['--json'], ['--markdown']]) {
    const { code, out } = await list('evil.yml', ...more);
    expect(code).toBe(0);
    expect(out.join('')).toContain('Evil');
    expect(out.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});
