import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/terminal.ts';

const rule = (id: number, events: string, more = '') => `title: Rule ${id}
id: 00000000-0000-4000-8000-00000000000${id}
logsource: {product: alicloud, service: actiontrail}
level: high
tags: [attack.impact, attack.t1485.001]
detection:
    selection: {serviceName: PrivateLink, eventName: ${events}${more}}
    condition: selection
`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await mkdir(join(directory, 'rules'));
  await writeFile(join(directory, 'rules/one.yml'), rule(1, 'DeleteVpcEndpoint'));
  const more = ', requestParameters.DryRun: true';
  await writeFile(join(directory, 'rules/two.yml'), rule(2, 'CreateVpcEndpoint', more));
  await writeFile(join(directory, 'rules/off.yml'), rule(3, 'RemoveZoneFromVpcEndpoint'));
  const off = 'rules: {00000000-0000-4000-8000-000000000003: {enabled: false}}\n';
  await writeFile(join(directory, 'trailbell.yml'), off);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const coverage = (...words: readonly string[]) =>
  cli(['rules', 'coverage', ...words], { directory });

async function jsonOf(...words: readonly string[]) {
  const { out } = await coverage('--json', ...words);
  return JSON.parse(out.join('\n')).services;
}

test('--json counts what is covered of each service, and names the writes that are not', async () => {
  const services = await jsonOf();
  expect(services.map(({ service }: { service: string }) => service)).toEqual(
    expect.arrayContaining(['PrivateLink', 'ECD']),
  );
  const [privatelink] = await jsonOf('--service', 'privatelink');
  expect(Object.keys(privatelink)).toEqual(['service', 'events', 'writes', 'covered', 'uncovered']);
  expect(privatelink).toMatchObject({ service: 'PrivateLink', events: 47, covered: 2 });
  expect(privatelink.uncovered).toHaveLength(privatelink.writes - 2);
  expect(privatelink.uncovered).not.toContain('CreateVpcEndpoint');
});

test('--json with --attack is a misuse, which names what the matrix is printed with', async () => {
  const said = await coverage('--json', '--attack');
  expect(said).toMatchObject({ code: 2, out: [] });
  expect(said.err.join()).toContain('--navigator -');
});

test('a rule that trailbell.yml switches off covers nothing', async () => {
  const [{ uncovered }] = await jsonOf('--service', 'PrivateLink');
  expect(uncovered).toContain('RemoveZoneFromVpcEndpoint');
});

test('the shipped rules cover every write of both services', async () => {
  const said = await cli([
    'rules',
    'coverage',
    '--json',
    '--fail-uncovered',
    '--service=PrivateLink',
    '--service=ECD',
  ]);
  expect(said.code).toBe(0);
  expect(JSON.parse(said.out.join('\n'))).toMatchObject({
    services: [{ uncovered: [] }, { uncovered: [] }],
  });
});

test('the summary has a line for each service, and fits into 100 columns', async () => {
  const { out } = await coverage();
  expect(out.join('\n')).toMatch(/✗ PrivateLink +47 +\d+ +2 +1 +\d+ +2\n/);
  expect(out.every((line) => line.length <= 100)).toBe(true);
});

test('a service is shown event by event, with the rules that answer each', async () => {
  const { out } = await coverage('--service', 'PrivateLink');
  const text = out.join('\n');
  expect(text).toMatch(/✓ DeleteVpcEndpoint {2}.*\n +high +Rule 1\n/);
  expect(text).toMatch(/✓ CreateVpcEndpoint {2}.*\n +high +Rule 2 {2}in some cases\n/);
  expect(text).toMatch(/✗ RemoveZoneFromVpcEndpoint/);
  expect(text).not.toContain('ListVpcEndpoints ');
});

test('--uncovered names what has no rule, with what it does', async () => {
  const { out } = await coverage('--uncovered', '--service', 'PrivateLink');
  const text = out.join('\n');
  expect(text).toMatch(/✗ RemoveZoneFromVpcEndpoint +\w/);
  expect(text).not.toContain('DeleteVpcEndpoint ');
});

test('--fail-uncovered fails where a write has no rule', async () => {
  expect((await coverage('--fail-uncovered')).code).toBe(1);
  expect((await coverage()).code).toBe(0);
});

test('--attack shows tactics in their order, with techniques below', async () => {
  const { out } = await coverage('--attack');
  const text = out.join('\n');
  expect(text).toMatch(/Impact +TA0040 +2 rules\n +T1485.001 +Lifecycle-Triggered Deletion .* 2 /);
  expect(text.indexOf('Stealth')).toBeLessThan(text.indexOf('Impact'));
});

test('--navigator writes a layer, or prints it', async () => {
  const { code } = await coverage('--navigator', 'layer.json');
  expect(code).toBe(0);
  const written: unknown = JSON.parse(await readFile(join(directory, 'layer.json'), 'utf8'));
  expect(written).toMatchObject({
    domain: 'enterprise-attack',
    versions: { layer: '4.5' },
    techniques: [{ techniqueID: 'T1485.001', score: 2 }, { techniqueID: 'T1485' }],
  });
  const { out } = await coverage('--navigator', '-');
  expect(JSON.parse(out.join('\n'))).toEqual(written);
});

test('a service that the catalogue does not have is a misuse', async () => {
  const { code, err } = await coverage('--service', 'PrivatLink');
  expect(code).toBe(2);
  expect(err.join('\n')).toContain("'PrivateLink'");
});
