import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { codesOf, config, expectNoSecret, mendOf, usePatient } from './patient.ts';

const { look } = usePatient();

test('a trailbell.yml of which all is right is fine', async () => {
  const findings = await look();
  expect(codesOf(findings, 'configuration')).toEqual(['ok']);
  expect(codesOf(findings, 'rules')).toEqual(['ok']);
});

test('without a trailbell.yml there is nothing else to look at', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'trailbell-doctor-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const findings = await look({ directory });
  expect(findings.map(({ code }) => code)).toEqual(['config-wrong']);
});

test('all variables that are not set are named at once', async () => {
  const settings = { source: { ...config.source, project: '${LOG_PROJECT}' } };
  const findings = await look({
    settings,
    variables: { SLACK_WEBHOOK: undefined },
    wantsChannel: () => true,
  });
  const [found, ...others] = findings.filter(({ check }) => check === 'configuration');
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    code: 'variable-unset',
    message: expect.stringContaining('LOG_PROJECT, SLACK_WEBHOOK'),
  });
  expect(mendOf(findings, 'configuration')).toContain('environmentVariables');
});

test('what is left out needs no variables', async () => {
  const findings = await look({ variables: { SLACK_WEBHOOK: undefined } });
  expect(codesOf(findings, 'configuration')).toEqual(['ok']);
  expect(codesOf(findings, 'channel')).toEqual([]);
});

const mistakes = [
  ['a key that is none', { chanels: {} }, 'channels'],
  ['a route to nobody', { route: { channels: ['nobody'] } }, 'route.channels'],
  ['a time zone that is none', { timezone: 'Mars/Olympus' }, 'timezone'],
  ['a channel of no type', { channels: { ours: { type: 'pigeon' } } }, 'channels.ours'],
  [
    'an account that is none',
    { compute: { region: 'cn-hangzhou', account: '1' } },
    'compute.account',
  ],
] as const;

test.each(mistakes)('%s is a fault, and keeps nobody from the rest', async (_, settings, key) => {
  const findings = await look({ settings, wantsChannel: (name) => name === 'ours' });
  expect(codesOf(findings, 'configuration')).toEqual(['config-wrong']);
  expect(JSON.stringify(findings.filter(({ check }) => check === 'configuration'))).toContain(key);
  expect(codesOf(findings, 'records')).toEqual(['ok']);
  expectNoSecret(findings);
});

test('several mistakes are all told', async () => {
  const findings = await look({ settings: { timezone: 'Mars/Olympus', locale: 'fr' } });
  expect(codesOf(findings, 'configuration')).toEqual(['config-wrong', 'config-wrong']);
});

test('what rests on a part that is wrong is left out', async () => {
  const source = { ...config.source, project: 'Not A Project' };
  const findings = await look({ settings: { source } });
  for (const check of ['credentials', 'logstore', 'records'] as const) {
    expect(codesOf(findings, check)).toEqual(['skipped']);
  }
});

test('a rule that cannot be read is a fault, and a folder without rules, too', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'trailbell-doctor-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'trailbell.yml'), JSON.stringify(config));
  const without = await look({ directory });
  expect(codesOf(without, 'rules')).toEqual(['no-rules']);
  await mkdir(join(directory, 'rules'));
  await writeFile(join(directory, 'rules', 'half.yml'), 'title: Half a rule');
  const broken = await look({ directory });
  expect(codesOf(broken, 'rules')).toEqual(['rules-unreadable', 'no-rules']);
  expect(mendOf(broken, 'rules')).toContain('rules check');
});

test('a rule for other logs is a warning', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'trailbell-doctor-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'trailbell.yml'), JSON.stringify(config));
  await mkdir(join(directory, 'rules'));
  const rule = {
    title: 'For other logs',
    logsource: { product: 'linux' },
    detection: { main: { eventName: 'x' }, condition: 'main' },
    level: 'low',
  };
  await writeFile(join(directory, 'rules', 'other.yml'), JSON.stringify(rule));
  const findings = await look({ directory });
  expect(codesOf(findings, 'rules')).toEqual(['rules-unused']);
});
