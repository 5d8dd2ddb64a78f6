import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readYaml } from '../../src/config/read-yaml.ts';
import { deletion } from '../support/audit-event.ts';
import { cli } from '../support/terminal.ts';
import { table } from './pages.ts';

const page = readFileSync('docs/deploy.md', 'utf8');

const size = z.object({ cpu: z.number(), memorySize: z.number(), diskSize: z.number() });

const { vars, resources } = z
  .object({
    vars: z.record(z.string(), z.string()),
    resources: z.object({
      detect: z.object({
        props: size.extend({
          triggers: z.tuple([
            z.object({
              triggerConfig: z.object({ jobConfig: z.object({ triggerInterval: z.number() }) }),
            }),
          ]),
        }),
      }),
      sweep: z.object({ props: size }),
    }),
  })
  .parse(readYaml(readFileSync('s.yaml', 'utf8'), 's.yaml'));

const MONTH_SECONDS = 30 * 24 * 60 * 60;

const USD_PER_CU = 0.00002;

/** What a second of an instance costs, in CU, by the vendor's page that the page names. */
function perSecond({ cpu, memorySize, diskSize }: z.infer<typeof size>): number {
  return cpu + (0.15 * memorySize) / 1024 + (0.05 * diskSize) / 1024;
}

test('the costs on the page are what its figures and s.yaml come to', () => {
  const figures = new Map(table(page, 'figures').map(([name = '', value = '']) => [name, value]));
  const figure = (name: string) => Number.parseFloat((figures.get(name) ?? '').replace(',', ''));
  const { detect, sweep } = { detect: resources.detect.props, sweep: resources.sweep.props };
  const [{ triggerConfig }] = detect.triggers;
  const shards = figure('shards');
  const calls = (MONTH_SECONDS / triggerConfig.jobConfig.triggerInterval) * shards;
  const sweeps = MONTH_SECONDS / 60;
  expect(figure('calls a minute of each shard')).toBe(60 / triggerConfig.jobConfig.triggerInterval);

  const expected = [1, 10, 1_000].map((millions) => {
    const records = millions * 1_000_000;
    const cpu = calls * figure('CPU of a call of detect') + records * figure('CPU of a record');
    const waiting = calls * figure('waiting in a call of detect');
    const detectSeconds = (waiting + cpu / detect.cpu) / 1000;
    const sweepMs =
      figure('waiting in a call of sweep') + figure('CPU of a call of sweep') / sweep.cpu;
    const units =
      ((calls + sweeps) / 10_000) * 75 +
      detectSeconds * perSecond(detect) +
      ((sweeps * sweepMs) / 1000) * perSecond(sweep);
    return [
      `${millions.toLocaleString('en')} million`,
      String(Number((records / MONTH_SECONDS / shards).toPrecision(2))),
      (calls + sweeps).toLocaleString('en'),
      Math.round(detectSeconds).toLocaleString('en'),
      Math.round(units).toLocaleString('en'),
      (units * USD_PER_CU).toFixed(2),
    ];
  });
  expect(table(page, 'costs')).toEqual(expected);
});

test('the policies on the page are those that are there', () => {
  const linked = [...page.matchAll(/\]\(ram\/([\w-]+\.json)\)/g)].map(([, file = '']) => file);
  expect(new Set(linked)).toEqual(new Set(readdirSync('docs/ram')));
});

test('the names on the page are those of s.yaml', () => {
  for (const name of [
    'region',
    'account',
    'project',
    'logstore',
    'journal',
    'deadLetters',
    'domain',
  ]) {
    expect(page, name).toContain(vars[name]);
  }
});

test('the variables on the page are passed on by s.yaml, or taken by the commands', () => {
  const exported = [...page.matchAll(/\bexport (.+)$/gm)].flatMap(([, assignments = '']) =>
    [...assignments.matchAll(/(?:^| )([A-Z][A-Z_]+)=/g)].map(([, name = '']) => name),
  );
  expect(exported.length).toBeGreaterThan(8);
  const deployed = readFileSync('s.yaml', 'utf8');
  for (const name of exported) {
    expect(
      name.startsWith('ALIBABA_CLOUD_ACCESS_KEY_') || deployed.includes(`${name}:`),
      name,
    ).toBe(true);
  }
});

test('the first event on the page rings', async () => {
  const [, behind = ''] = page.split('<!-- first event -->\n');
  const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(behind) ?? [];
  const [, PolicyDocument] = /--PolicyDocument '(.*)'/.exec(commands) ?? [];
  const [, PolicyName] = /--PolicyName (\S+)/.exec(commands) ?? [];
  const calls = [...commands.matchAll(/^aliyun ram (\w+)/gm)].map(([, eventName]) => eventName);
  expect(calls).toEqual(['CreatePolicy', 'DeletePolicy']);
  for (const eventName of calls) {
    const record = {
      ...deletion(),
      eventName,
      serviceName: 'Ram',
      requestParameters: { PolicyName, ...(eventName === 'CreatePolicy' && { PolicyDocument }) },
    };
    const said = await cli(['rules', 'explain', '--event', '-', '--json'], {
      stdin: JSON.stringify(record),
      interrupted: new AbortController().signal,
    });
    expect(said.out.join(''), eventName).toContain('RAM Policy Changed');
  }
});

test('what links from the page lead to is there', () => {
  for (const [, target = ''] of page.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    expect(existsSync(`docs/${target}`), target).toBe(true);
  }
});
