import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deletion } from '../support/audit-event.ts';
import { cli } from '../support/terminal.ts';

// Which rules a scan asks: those that are named, as they stand among all of the project.

const rule = (name: string, eventName: string) => `title: ${name} happened
name: ${name}
level: high
logsource: {product: alicloud, service: actiontrail}
detection: {selection: {eventName: ${eventName}}, condition: selection}
`;

const correlation = (name: string, rules: string, least = 2) => `title: ${name} happened
name: ${name}
level: critical
correlation: {type: event_count, rules: ${rules}, timespan: 10m, condition: {gte: ${least}}}
`;

const files = {
  'rules/deleted.yml': rule('deleted', 'DeleteVpcEndpointService'),
  'rules/created.yml': rule('created', 'CreateVpcEndpoint'),
  'rules/many.yml': correlation('many', '[deleted]'),
  'rules/listed.yml': rule('listed', 'ListVpcEndpoints'),
  'rules/lists.yml': correlation('lists', '[listed]'),
  'rules/chain.yml': correlation('chain', '[lists]', 1),
  'rules/stopped.yml': rule('stopped', 'StopVpcEndpoint'),
  'rules/spree.yml': correlation('spree', '[stopped]'),
  'rules/typo.yml': rule('typo', 'X').replace('selection:', 'selection|typo:'),
  'rules/robots.yml': `title: Robots May
logsource: {product: alicloud}
filter: {rules: [deleted], selection: {userIdentity.userName: robot}, condition: not selection}
`,
  'trailbell.yml': `# what else it says is not read
rules:
    created: {level: low}
    stopped: {enabled: false}
`,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(directory, dirname(file)), { recursive: true });
    await writeFile(join(directory, file), text);
  }
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const records = [
  deletion({ eventId: 'a', userIdentity: { type: 'ram-user', userName: 'robot' } }),
  deletion({ eventId: 'b' }),
  deletion({ eventId: 'c' }),
  deletion({ eventId: 'd', eventName: 'CreateVpcEndpoint' }),
  deletion({ eventId: 'e', eventName: 'StopVpcEndpoint' }),
  deletion({ eventId: 'f', eventName: 'ListVpcEndpoints' }),
  deletion({ eventId: 'g', eventName: 'ListVpcEndpoints' }),
];

async function scan(...rules: readonly string[]) {
  const words = rules.flatMap((file) => ['--rules', `rules/${file}.yml`]);
  const said = await cli(['scan', ...words, '--events', '-'], {
    directory,
    stdin: records.map((record) => JSON.stringify(record)).join('\n'),
    interrupted: new AbortController().signal,
  });
  const found = said.out.map((line) => JSON.parse(line));
  return { ...said, found, short: found.map(({ line, rule: id }) => `${line} ${id}`) };
}

test('a filter that stands elsewhere in rules/ applies', async () => {
  const { code, short } = await scan('deleted');
  expect(code).toBe(0);
  expect(short).toEqual(['1 deleted', '2 deleted']);
});

test('a correlation rule is scanned with what it counts, which is not told itself', async () => {
  const { code, found, err } = await scan('many');
  expect(code).toBe(0);
  expect(found).toMatchObject([{ rule: 'many', lines: [1, 2] }]);
  expect(err).toEqual(['7 lines, 0 malformed · 1 rule · 1 match']);
});

test('so is one that counts by way of another', async () => {
  const { short } = await scan('chain');
  expect(short).toEqual(['6 chain']);
});

test('a rule that the function only counts rings where it is named alone, and that is said', async () => {
  expect((await scan('deleted')).err[0]).toMatch(/^deleted happened: here they ring/);
  const { short, err } = await scan('deleted', 'many');
  expect(short).toEqual(['2 many']);
  expect(err).toHaveLength(1);
});

test('problems are said of what is named, and of nothing else', async () => {
  expect((await scan('deleted')).err.join('\n')).not.toContain('typo');
  const { code, err } = await scan('typo');
  expect(code).toBe(1);
  expect(err[0]).toMatch(/^rules\/typo\.yml:/);
});

test('levels are those that trailbell.yml gives', async () => {
  expect((await scan('created')).found).toMatchObject([{ rule: 'created', level: 'low' }]);
});

test('what trailbell.yml switches off is left out, and that is said', async () => {
  const { code, out, err } = await scan('stopped');
  expect(code).toBe(0);
  expect(out).toEqual([]);
  expect(err[0]).toMatch(/^1 rule left out: switched off/);
});

test('a correlation rule that counts such a rule is refused, as the function refuses it', async () => {
  const { code, err } = await scan('spree');
  expect(code).toBe(2);
  expect(err.join('\n')).toMatch(/rules\.spree.*'stopped'.*switched off/);
});
