import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readYaml } from './config/read-yaml.ts';
import { ConfigError } from './model/config-error.ts';
import { parseRules } from './sigma/parse/parse-rules.ts';
import type { Problem } from './sigma/problem.ts';
import type { Rule } from './sigma/rule.ts';

/** What a user writes: trailbell.yml and the rule files. Plain data, so a build can ship it as JSON. */
export interface Project {
  /** The value of trailbell.yml, its `${ENV}` references still in it. */
  readonly config: unknown;
  readonly rules: readonly Rule[];
}

export interface ReadProject extends Project {
  /** What is wrong with rule files. The other rules are there all the same. */
  readonly problems: readonly Problem[];
}

const CONFIG_FILE = 'trailbell.yml';

/** Reads the project in a directory. Throws a ConfigError where there is no readable trailbell.yml. */
export function readProject(directory: string): ReadProject {
  return { config: readConfig(directory), ...readRules(directory, ['rules']) };
}

/** The rules in files and folders, which are named as they stand in the directory. */
export function readRules(
  directory: string,
  paths: readonly string[],
): { readonly rules: readonly Rule[]; readonly problems: readonly Problem[] } {
  const parsed = paths
    .flatMap((path) => ruleFiles(directory, path))
    .map((file) => parseRules(readText(directory, file), file));
  return {
    rules: parsed.flatMap(({ rules }) => rules),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

function readConfig(directory: string): unknown {
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

/** Every .yml below a folder, in order of name; or the file itself. */
function ruleFiles(directory: string, path: string): readonly string[] {
  if (/\.ya?ml$/.test(path)) return [path];
  try {
    return readdirSync(resolve(directory, path), { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .filter((entry) => entry.isDirectory() || /\.ya?ml$/.test(entry.name))
      .flatMap((entry) => ruleFiles(directory, join(path, entry.name)));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function readText(directory: string, file: string): string {
  try {
    return readFileSync(resolve(directory, file), 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(path: string, error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  return new ConfigError(path, 'cannot be read', 'Name a rule file, or a folder of them');
}
