import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProject, readRules } from '../src/project.ts';

const rule = (title: string, detection = '{sel: {a: x}, condition: sel}') =>
  `name: ${title}\ntitle: ${title}\nlogsource: {product: p}\ndetection: ${detection}\n`;

const files = {
  'trailbell.yml': 'locale: en\n',
  'rules/lists/people.yml': 'admins: [root]\n',
  'rules/lists/deep/ports.yaml': 'ports: [22]\n',
  'rules/a.yml': rule('A'),
  'rules/pack/b.yml': rule('B'),
  'rules/pack/many.yml':
    'title: Many\ncorrelation: {type: event_count, rules: [A, B], timespan: 5m, condition: {gte: 5}}\n',
  'more/lists/teams.yml': 'teams: {a: b}\n',
  'more/c.yml': rule('C'),
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

const titles = (rules: readonly { readonly title: string }[]) => rules.map(({ title }) => title);

test('a project has the rules and correlation rules below rules/, and no lists among them', () => {
  const { rules, correlations, problems } = readProject(directory);
  expect(problems).toEqual([]);
  expect(titles(rules.map(({ rule }) => rule))).toEqual(['A', 'B']);
  expect(titles(correlations)).toEqual(['Many']);
});

test('a path brings its own lists, beside those of the project', () => {
  const { rules, problems } = readRules(directory, ['more']);
  expect(titles(rules)).toEqual(['C']);
  expect(problems).toMatchObject([{ code: 'wrong-type', file: 'more/lists/teams.yml' }]);
});

test('a file of lists is none of rules, whichever way it is named', () => {
  for (const path of ['rules/lists', 'rules/lists/people.yml', './rules/lists/deep/ports.yaml']) {
    const nothing = { rules: [], correlations: [], filters: [], problems: [] };
    expect(readRules(directory, [path])).toEqual(nothing);
  }
});

test('a file that is named twice is read once', () => {
  const { rules } = readRules(directory, ['rules/a.yml', './rules/../rules', 'rules']);
  expect(titles(rules)).toEqual(['A', 'B']);
});
