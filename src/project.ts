import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { rawView } from './actiontrail/rule-view.ts';
import { readYaml } from './config/read-yaml.ts';
import { ConfigError } from './model/config-error.ts';
import {
  readCollection,
  type ReadCollection,
  type TextFile,
} from './sigma/collection/read-collection.ts';
import type { CorrelationRule } from './sigma/correlation-rule.ts';
import { type PlannedRule, planRules } from './sigma/match/plan-rules.ts';
import { parseLists } from './sigma/parse/parse-lists.ts';
import type { Problem } from './sigma/problem.ts';
import type { Heading } from './sigma/rule.ts';

/** What a user writes: trailbell.yml and the rule files. Plain data, so a build can ship it as JSON. */
export interface Project {
  /** The value of trailbell.yml, its `${ENV}` references still in it. */
  readonly config: unknown;
  readonly rules: readonly PlannedRule[];
  readonly correlations: readonly CorrelationRule[];
}

export interface ReadProject extends Project {
  /** What is wrong with rule files. The other rules are there all the same. */
  readonly problems: readonly Problem[];
}

/** What a user's configuration is called. */
export const CONFIG_FILE = 'trailbell.yml';

/** Where a project's rules are. */
const RULES_FOLDER = 'rules';

/** The folder in a folder of rules whose files are lists for the modifier `expand`, and no rules. */
const LISTS_FOLDER = 'lists';

/** Reads the project in a directory. Throws a ConfigError where there is no readable trailbell.yml. */
export function readProject(directory: string): ReadProject {
  const config = readConfig(directory);
  const { rules, correlations, problems } = readRules(directory, [RULES_FOLDER]);
  return { config, rules: planRules(rules, rawView), correlations, problems };
}

/**
 * The rules in files and folders, which are named as they stand in the directory. Lists come from
 * these folders and, whatever is named, from the project's own.
 */
export function readRules(directory: string, paths: readonly string[]): ReadCollection {
  const listFolders = [RULES_FOLDER, ...paths].map((path) => join(path, LISTS_FOLDER));
  const listFiles = filesBelow(
    directory,
    listFolders.filter((path) => existsSync(resolve(directory, path))),
  );
  const ruleFiles = filesBelow(directory, paths);
  for (const path of listFiles.keys()) ruleFiles.delete(path);
  const { lists, problems } = parseLists([...listFiles.values()].map(read));
  const collection = readCollection([...ruleFiles.values()].map(read), lists);
  return { ...collection, problems: [...problems, ...collection.problems] };

  function read(file: string): TextFile {
    return { text: readText(directory, file), file };
  }
}

export interface NamedRules {
  /** All rules: those that are named and, for what refers to each other, the project's. */
  readonly all: ReadCollection;
  /** Whether a rule stands in what was named. */
  readonly isNamed: (rule: Pick<Heading, 'file'>) => boolean;
}

/**
 * The rules in files and folders, all of the project's where none is named, among all rules of the
 * project: filters apply, and references lead, to rules that were not named too.
 */
export function readNamedRules(directory: string, paths: readonly string[]): NamedRules {
  if (paths.length === 0) return { all: readRules(directory, [RULES_FOLDER]), isNamed: () => true };
  const named = filesBelow(directory, paths);
  const own = existsSync(resolve(directory, RULES_FOLDER)) ? [RULES_FOLDER] : [];
  return {
    all: readRules(directory, [...own, ...paths]),
    isNamed: ({ file }) => named.has(resolve(directory, file)),
  };
}

/** The value of a directory's trailbell.yml. Throws a ConfigError where there is none to read. */
export function readConfig(directory: string): unknown {
  try {
    return readYaml(readFileSync(join(directory, CONFIG_FILE), 'utf8'), CONFIG_FILE);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      CONFIG_FILE,
      `cannot be read in ${directory}`,
      'Run this where trailbell.yml is, or copy the one that trailbell comes with',
    );
  }
}

/** Files by their full path, so that one is read once by whatever path it is named. */
function filesBelow(directory: string, paths: readonly string[]): Map<string, string> {
  const files = paths.flatMap((path) => yamlFiles(directory, path));
  return new Map(files.map((file) => [resolve(directory, file), file]));
}

/** Every .yml below a folder, in order of name; or the file itself. */
function yamlFiles(directory: string, path: string): readonly string[] {
  if (/\.ya?ml$/.test(path)) return [path];
  try {
    return readdirSync(resolve(directory, path), { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .filter((entry) => entry.isDirectory() || /\.ya?ml$/.test(entry.name))
      .flatMap((entry) => yamlFiles(directory, join(path, entry.name)));
  } catch (error) {
    throw unreadable(directory, path, error);
  }
}

function readText(directory: string, file: string): string {
  try {
    return readFileSync(resolve(directory, file), 'utf8');
  } catch (error) {
    throw unreadable(directory, file, error);
  }
}

function unreadable(directory: string, path: string, error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  const problem = isAbsolute(path) ? 'cannot be read' : `cannot be read in ${directory}`;
  const mend = 'Name a rule file, or a folder of them';
  const isOwn = path === RULES_FOLDER;
  return new ConfigError(path, problem, isOwn ? `Run this where ${path}/ is. ${mend}` : mend);
}
