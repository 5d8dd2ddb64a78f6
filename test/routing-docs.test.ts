import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { channelTypes } from '../src/channels/index.ts';
import { match } from '../src/config/match-settings.ts';
import { readYaml } from '../src/config/read-yaml.ts';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { settings } from '../src/config/settings.ts';
import { standInConfig } from '../src/config/stand-in-config.ts';
import { groupings } from '../src/model/routing.ts';
import { openChannels } from '../src/open-channels.ts';
import { linkFewRules } from './support/few-rules.ts';
import { cli } from './support/terminal.ts';

const PAGE = 'docs/routing.md';
const page = readFileSync(PAGE, 'utf8');

/** What stands between backquotes, by what stands behind the opening ones: `yaml settings`, `text show`. */
function textsOf(kind: string): readonly string[] {
  const blocks = [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, name, text = '']) => (name === kind ? [text] : []));
}

/** The rows of the table behind a mark, each as its cells. */
function table(mark: string): readonly (readonly string[])[] {
  const [, behind = ''] = page.split(`<!-- ${mark} -->\n`);
  const [, , ...rows] = /(?:^\|.*\n)+/m.exec(behind)?.[0].trim().split('\n') ?? [];
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function codesIn(text = ''): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

const firstCodes = (mark: string) => table(mark).flatMap(([cell]) => codesIn(cell));

const source = `source: { endpoint: example, project: example, logstore: example }\n`;
const [example = ''] = textsOf('yaml settings');

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  await linkFewRules(directory);
  await writeFile(join(directory, 'trailbell.yml'), source + example);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('the cases on the page come out as it says, with its example of a trailbell.yml', async () => {
  const [cases = ''] = textsOf('yaml cases');
  await writeFile(join(directory, 'cases.yml'), cases);
  const said = await cli(['routes', 'test', 'cases.yml'], { directory });
  const count = cases.match(/^- name:/gm)?.length;
  expect(said).toEqual({ code: 0, out: [`${count} cases passed, 0 failed`], err: [] });
});

test('the tree on the page is the one that is drawn', async () => {
  const record = { eventName: 'DeleteDesktops', serviceName: 'ecd', userIdentity };
  const { out } = await cli(
    ['routes', 'show', '--event', '-', '--at', '2026-11-21T03:00:00+08:00'],
    { directory, stdin: JSON.stringify(record), interrupted: new AbortController().signal },
  );
  expect(`${out.join('\n')}\n`).toBe(textsOf('text show')[0]);
});

const userIdentity = { type: 'ram-user', accountId: '1234567890123456', userName: 'alice' };

test('the other settings on the page can be read beside the example', () => {
  const texts = textsOf('yaml partial');
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) {
    const whole = Object.assign({}, read(source + example), read(text));
    const { config } = standInConfig(whole, {});
    expect(() => resolveConfig(config, {})).not.toThrow();
  }
});

function read(text: string): object {
  return z.record(z.string(), z.unknown()).parse(readYaml(text, 'trailbell.yml'));
}

test('the tables of keys, matchers, groupings and times are complete', () => {
  const schema = JSON.stringify(z.toJSONSchema(settings, { io: 'input' }));
  const { properties } = z
    .object({
      $defs: z.record(
        z.string(),
        z
          .object({ properties: z.record(z.string(), z.unknown()) })
          .optional()
          .catch(undefined),
      ),
    })
    .transform(({ $defs }) => ({
      properties: Object.values($defs).flatMap((each) => Object.keys(each?.properties ?? {})),
    }))
    .parse(JSON.parse(schema));
  expect(firstCodes('keys').toSorted()).toEqual([...new Set(properties)].toSorted());
  expect(firstCodes('match')).toEqual(Object.keys(match.shape));
  expect(firstCodes('groupings')).toEqual(groupings);
});

test('what stands in the table of times can be read', () => {
  for (const [key, examples] of table('times')) {
    const [name = ''] = codesIn(key);
    for (const code of codesIn(examples)) {
      const time = readYaml(`${name}: ${code}`, 'trailbell.yml');
      const config = Object.assign({}, read(source + example), {
        time_intervals: { nights: time },
      });
      const standIn = standInConfig(config, {});
      expect(() => resolveConfig(standIn.config, {}), code).not.toThrow();
    }
  }
  expect(table('times')).toHaveLength(6);
});

test('the budgets on the page are those of the channels', () => {
  const channels = Object.fromEntries(channelTypes.map(({ type, sample }) => [type, sample]));
  const { config } = standInConfig(Object.assign({}, read(source), { channels }), {});
  const opened = openChannels(resolveConfig(config, {}).channels, {
    fetch: () => Promise.reject(new Error('nobody is told')),
    now: Date.now,
    allowLoopback: false,
  });
  const rows = opened.map(({ name, budgets }) => {
    const [minute, ...moments] = budgets.toSorted((a, b) => b.perMs - a.perMs);
    expect(minute?.perMs).toBe(60_000);
    const short = moments.map(({ most, perMs }) => `${most} in ${perMs / 1_000} s`);
    return [`\`${name}\``, short.join(', '), String(minute?.most)];
  });
  expect(new Set(table('budgets'))).toEqual(new Set(rows));
});

test('every file and every section that the page links to is there', () => {
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
  expect(links.length).toBeGreaterThan(5);
  for (const [, target = '', section] of links) {
    const file = target === '' ? PAGE : join(dirname(PAGE), target);
    expect(existsSync(file), target).toBe(true);
    const headings = [...readFileSync(file, 'utf8').matchAll(/^##+ (.+)$/gm)];
    const anchors = headings.map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'));
    if (section !== undefined) expect(anchors).toContain(section);
  }
});
