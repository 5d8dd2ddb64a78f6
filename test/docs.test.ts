import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { rawView } from '../src/actiontrail/rule-view.ts';
import { readYaml } from '../src/config/read-yaml.ts';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { createMemoryWindows } from '../src/ledger/memory-windows.ts';
import { openRuleBook } from '../src/rule-book.ts';
import { ruleFaults } from '../src/rule-faults.ts';
import { readCollection } from '../src/sigma/collection/read-collection.ts';
import { correlationTypes } from '../src/sigma/correlation-rule.ts';
import { modifiers } from '../src/sigma/items/modifiers.ts';
import { planRules } from '../src/sigma/match/plan-rules.ts';
import { parseLists } from '../src/sigma/parse/parse-lists.ts';
import { runRuleTests } from '../src/workbench/rule-tests/rule-tests.ts';
import { testRules } from '../src/workbench/rule-tests/test-rules.ts';
import { cli } from './support/terminal.ts';

const page = readFileSync('docs/rules.md', 'utf8');

const deliveryPage = readFileSync('docs/delivery.md', 'utf8');

const blocks = blocksOf(page);

/** What stands between backquotes; `kind` is behind the opening ones: `yaml`, `yaml refused`, … */
function blocksOf(text: string) {
  return text.split(/^## /m).flatMap((section) =>
    [...section.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', code = '']) => {
      return { kind, text: code, section: section.slice(0, section.indexOf('\n')) };
    }),
  );
}

const textsOf = (kind: string) =>
  blocks.filter((block) => block.kind === kind).map(({ text }) => text);

const { lists, problems: listProblems } = parseLists(
  textsOf('yaml lists').map((text) => ({ text, file: 'rules/lists/example.yml' })),
);

/** Reads an example, as `rules check` would. Most of them leave out what is the same in all rules. */
function readExample(text: string) {
  const heading = 'title: T\nlogsource: { product: alicloud, service: actiontrail }\n';
  const whole = text.startsWith('detection:') ? text + heading : text;
  const read = readCollection([{ text: whole, file: 'rules/example.yml' }], lists);
  expect(ruleFaults(read)).toEqual([]);
  return read;
}

function readItem(item: string) {
  return readExample(`detection:\n  selection:\n    ${item}\n  condition: selection\n`);
}

/** The rows of the table behind a mark, each as its cells. */
function table(mark: string): readonly (readonly string[])[] {
  return firstTable(page.split(`<!-- ${mark} -->\n`)[1]);
}

function firstTable(text = ''): readonly (readonly string[])[] {
  const [, , ...rows] = /(?:^\|.*\n)+/m.exec(text)?.[0].trim().split('\n') ?? [];
  return rows.map((row) => {
    const cells = row.split(/(?<!\\)\|/).slice(1, -1);
    return cells.map((cell) => cell.trim().replaceAll('\\|', '|'));
  });
}

function codesIn(text = ''): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** The members of a union of texts, as a source file writes it. */
function union(name: string, file: string): readonly string[] {
  const [, members = ''] =
    new RegExp(`type ${name} =([^;]+);`).exec(readFileSync(file, 'utf8')) ?? [];
  return [...members.matchAll(/'([^']+)'/g)].map(([, member = '']) => member);
}

test.each(blocks.filter(({ kind }) => kind === 'yaml'))(
  'the example of "$section" passes its own tests',
  ({ text }) => {
    const { rules, problems } = readExample(text);
    expect(problems).toEqual([]);
    const results = rules.flatMap(runRuleTests);
    expect(results).not.toEqual([]);
    expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
  },
);

test.each(blocks.filter(({ kind, text }) => kind === 'yaml correlation' && /^tests:/m.test(text)))(
  'the rules and the correlation rule of "$section" pass their own tests',
  async ({ text }) => {
    const all = readExample(text);
    const tested = await testRules(all, { isNamed: () => true, requireBoth: true });
    expect(tested.flatMap(({ results }) => results)).not.toEqual([]);
    for (const { results } of tested) {
      expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
    }
  },
);

test.each(['yaml correlation', 'yaml filter', 'yaml documents'])('%s can be read', (kind) => {
  const examples = textsOf(kind);
  expect(examples).not.toEqual([]);
  expect(examples.flatMap((text) => readExample(text).problems)).toEqual([]);
});

test('no other code than records stands on the page, and its lists can be read', () => {
  const kinds = ['', ' lists', ' correlation', ' filter', ' documents', ' refused', ' findings'];
  const known = ['json', ...kinds.map((kind) => `yaml${kind}`)];
  expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(known));
  expect(listProblems).toEqual([]);
});

test('what is refused has the codes that its comments name', () => {
  const [text = ''] = textsOf('yaml refused');
  const expected = text.split('\n').flatMap((line, index) => {
    const [, code] = / # ([a-z]+(?:-[a-z]+)+)$/.exec(line) ?? [];
    return code === undefined ? [] : [`${index + 1} ${code}`];
  });
  const { problems } = readExample(text);
  expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual(expected);
});

test('a scan of the records finds what the page says', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'trailbell-'));
  const [rules = ''] = textsOf('yaml correlation');
  const [records = '', expected = ''] = textsOf('json');
  await writeFile(join(directory, 'example.yml'), rules);
  const said = await cli(['scan', '--rules', 'example.yml', '--events', '-'], {
    directory,
    stdin: records,
    interrupted: new AbortController().signal,
  });
  await rm(directory, { recursive: true });
  expect(said.out.join('\n')).toBe(expected.trim());
});

test('the table of modifiers is complete, and its examples can be read', () => {
  const rows = table('modifiers');
  const named = rows.flatMap(([names]) => codesIn(names));
  expect(named.toSorted()).toEqual([...modifiers.keys()].toSorted());
  for (const [names, , , example] of rows) {
    const [item = ''] = codesIn(example);
    const [key = ''] = item.split(':');
    expect(
      key.split('|').some((name) => codesIn(names).includes(name)),
      item,
    ).toBe(true);
    expect(readItem(item).problems, item).toEqual([]);
  }
});

test.each([
  ['codes', union('ProblemCode', 'src/sigma/problem.ts')],
  ['bounds', union('BoundKind', 'src/sigma/correlate/bound.ts')],
  ['types', correlationTypes],
])('the table of %s is complete', (mark, names) => {
  expect(names.length).toBeGreaterThan(1);
  const named = table(mark).flatMap(([cell]) => codesIn(cell));
  expect(named.toSorted()).toEqual(names.toSorted());
});

test.each(table('skipping'))('%s is looked up by %s and lets skip: %s', (cell, by, skips) => {
  const [item = ''] = codesIn(cell);
  const { rules, problems } = readItem(item);
  expect(problems).toEqual([]);
  const planned = planRules(rules, rawView);
  const [clues] = planned[0]?.clues ?? [];
  const found = clues && (clues.parts.length > 0 ? 'the part' : 'the value');
  expect(by).toBe(found ?? 'nothing, and tried every time');
  const { screen } = openRuleBook({
    rules: planned,
    correlations: [],
    changes: {},
    windows: createMemoryWindows(),
    onFault: () => {},
    onBound: () => {},
  });
  const record = Buffer.from('{"eventName":"DescribeImages"}');
  expect(skips).toMatch(screen.rejects(record, 0, record.length) ? /^yes$/ : /^no\b/);
});

test('what others lose is a table, each row of which is a test', () => {
  const rows = firstTable(deliveryPage.split('## What others lose\n')[1]);
  const titles = [...readFileSync('test/peers.test.ts', 'utf8').matchAll(/^test\('(.+)',/gm)];
  expect(rows.length).toBeGreaterThan(5);
  expect(titles.map(([, title]) => title)).toEqual(rows.map(([what]) => what));
});

/** The ways in which it can go wrong, by their numbers. */
const failureModes = Array.from({ length: 28 }, (_, at) => at + 1);

test('each failure mode has a test that is named for it', () => {
  const folder = 'test/failure-modes';
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const named = [...sources.join().matchAll(/'failure mode (\d+): /g)];
  expect(new Set(named.map(([, number]) => Number(number)))).toEqual(new Set(failureModes));
});

test('the settings that the page about delivery shows can be read', () => {
  const examples = blocksOf(deliveryPage).filter(({ kind }) => kind === 'yaml');
  const needed = {
    source: { endpoint: 'example', project: 'example', logstore: 'example' },
    channels: { a: { type: 'slack', webhook: 'https://hooks.slack.com/services/T0/B0/x' } },
  };
  expect(examples).not.toEqual([]);
  for (const { text } of examples) {
    const config = Object.assign({}, needed, readYaml(text, 'trailbell.yml'));
    resolveConfig(config, { REDIS_URL: 'redis://127.0.0.1' });
  }
});

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/rules.md',
  'docs/benchmarks.md',
  'docs/delivery.md',
])('every file that %s links to is there', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
  for (const [, target = ''] of links) {
    expect(existsSync(join(dirname(page), target)), target).toBe(true);
  }
});
