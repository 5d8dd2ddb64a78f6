import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Channel, ChannelType } from '../../src/channels/channel.ts';
import { channelTypes } from '../../src/channels/index.ts';
import { nodeFetch } from '../../src/channels/node-fetch.ts';
import { resolveConfig } from '../../src/config/resolve-config.ts';
import { requiredVariables } from '../../src/config/resolve-env.ts';
import type { Budget } from '../../src/model/budget.ts';
import { openChannels } from '../../src/open-channels.ts';

const docs = readFileSync('docs/channels.md', 'utf8');
const types: readonly ChannelType[] = channelTypes;
const io = { fetch: nodeFetch, now: Date.now, allowLoopback: false };

/** Made-up values, as the vendors give them out. */
const env: Readonly<Record<string, string>> = {
  DINGTALK_WEBHOOK: 'https://oapi.dingtalk.com/robot/send?access_token=x',
  SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0/B0/x',
  FEISHU_WEBHOOK: 'https://open.feishu.cn/open-apis/bot/v2/hook/x',
  WECOM_WEBHOOK: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x',
  TEAMS_WEBHOOK:
    'https://x.westeurope.logic.azure.com/workflows/x/triggers/manual/paths/invoke?sig=x',
  PAGERDUTY_KEY: 'X'.repeat(32),
  SIEM_WEBHOOK: 'https://siem.example/hook',
  SIEM_SECRET: `whsec_${Buffer.from('x'.repeat(24)).toString('base64')}`,
};

test('the example has a channel of every type, and opens', () => {
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(docs) ?? [];
  const source = {
    endpoint: 'cn-hangzhou.log.aliyuncs.com',
    project: 'example',
    logstore: 'trail',
  };
  const value = { source, ...parse(yaml) };
  expect(requiredVariables(value).filter((name) => !(name in env))).toEqual([]);
  const { channels } = resolveConfig(value, env);
  expect(new Set(Object.values(channels).map(({ type }) => type))).toEqual(
    new Set(types.map(({ type }) => type)),
  );
  expect(openChannels(channels, io)).toHaveLength(types.length);
});

test.each(types)('the table says which settings $type takes', ({ type, settings }) => {
  const { properties, required } = z.toJSONSchema(settings, { io: 'input' });
  const names = Object.keys(properties ?? {}).filter((name) => name !== 'type');
  const isRequired = (name: string) => required?.includes(name) === true;
  const [, behind = ''] = docs.split('<!-- settings -->\n');
  const row = behind.split('\n').find((line) => line.startsWith(`| \`${type}\``));
  const cells = row?.split('|').map((cell) => [...cell.matchAll(/`(\w+)`/gu)].map(([, n]) => n));
  expect(cells?.[2]).toEqual(names.filter(isRequired));
  expect(cells?.[3]?.toSorted()).toEqual(names.filter((name) => !isRequired(name)).toSorted());
});

test.each(types)('the table says how much $type is sent', ({ type, sample, settings, open }) => {
  const { budgets }: Channel = open('sample', settings.parse(sample), io);
  const said = budgets
    .toSorted((a, b) => b.perMs - a.perMs)
    .map(inWords)
    .join(', ');
  const [, behind = ''] = docs.split('## How much each is sent\n');
  const row = behind.split('\n').find((line) => line.startsWith(`| \`${type}\``));
  expect(row?.split('|')[3]?.trim()).toBe(said);
});

function inWords({ most, perMs }: Budget): string {
  if (perMs === 60_000) return `${most} a minute`;
  return perMs === 1_000 ? `${most} a second` : `${most} in ${perMs / 1_000} seconds`;
}
