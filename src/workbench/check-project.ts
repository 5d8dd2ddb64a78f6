import { valueAt } from '../config/read-issue.ts';
import { resolveConfig } from '../config/resolve-config.ts';
import { type Env, requiredVariables } from '../config/resolve-env.ts';
import { resolveRouting } from '../config/resolve-routing.ts';
import type { Config } from '../config/settings.ts';
import { partsReadBy } from '../config/web-parts.ts';
import { ConfigError } from '../model/config-error.ts';
import { openChannels } from '../open-channels.ts';
import type { ReadProject } from '../project.ts';
import { ruleFaults } from '../rule-faults.ts';
import { problemLine } from '../sigma/render-problem.ts';
import { deployedEnvironments } from './deployed-environments.ts';
import { notWatched } from './not-watched.ts';
import { outlineRoutes } from './routes/route-outline.ts';

export interface CheckOptions {
  /** Of whoever builds: a function may be given more. */
  readonly env: Env;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The value of the project's `deploymentFile`; undefined where there is none. */
  readonly deployment: unknown;
  /** The value of rules/lists/own_deployment.yml; undefined where there is none. */
  readonly own: unknown;
}

/** What Serverless Devs deploys by, where that is how it is deployed. */
export function deploymentFile(config: unknown): string {
  return valueAt(config, ['compute', 'version']) === '2.0' ? 's.fc2.yaml' : 's.yaml';
}

/**
 * What can be known to be wrong with a project before its first batch. Throws a ConfigError; answers with
 * what is allowed and hardly meant, a line each.
 */
export function checkProject(
  project: ReadProject,
  { env, now, deployment, own }: CheckOptions,
): readonly string[] {
  const [problem] = project.problems;
  if (problem) {
    const mend = 'Run npx trailbell rules check to see all';
    throw new ConfigError(problemLine(problem), 'not built', mend);
  }
  const { correlations } = project;
  const rules = project.rules.map(({ rule }) => rule);
  const needed = [...new Set(requiredVariables(project.config))];
  const known = Object.fromEntries(
    needed.map((name) => [name, env[name] || standIn(name, project)]),
  );
  const config = resolveConfig(project.config, { ...env, ...known });
  resolveRouting(config);
  openThoseSetUp(config, project, env);
  const { warnings, unset } = outlineRoutes(project, env, now);
  return [
    ...ruleFaults({ rules, correlations }).map(({ rule, message }) => `${rule.file}: ${message}`),
    ...Array.from(
      notPassed(project.config, deployment),
      ([name, to]) =>
        `${name} is needed by trailbell.yml, and ${deploymentFile(project.config)} does not pass it` +
        `${to.length > 0 ? ` to ${to.join(' and ')}` : ''}: add it to environmentVariables`,
    ),
    ...leftAsText(deployment, env).map(
      (name) =>
        `${name} is not set here: a deployment from here would pass it as the text \${env(${name})}, so ` +
        'that it cannot be told from a value: set it, to nothing if it is not used',
    ),
    ...unshared(project.config, config),
    ...notWatched({ config: project.config, deployment, own, env }),
    ...(warnings.length > 0 && unset.length > 0
      ? [`not set: ${unset.join(', ')}. What follows is said without what needs them.`]
      : []),
    ...warnings.map(({ key, message }) => `${key}: ${message}`),
  ];
}

/** For a variable that is set at run time. What answers and watches wants URLs, and keys that are long. */
function standIn(name: string, { config }: ReadProject): string {
  const urls = requiredVariables(['web', 'watch'].map((key) => valueAt(config, [key])));
  return urls.includes(name) ? 'https://set-at-run-time.example.com' : 'set-at-run-time';
}

/** Channels check their settings as they are opened. What a variable holds is only known where it is set. */
function openThoseSetUp({ channels }: Config, project: ReadProject, env: Env): void {
  const nobody = { fetch: () => Promise.reject(new TypeError('nobody is told by a check')) };
  for (const [name, settings] of Object.entries(channels)) {
    const needed = requiredVariables(valueAt(project.config, ['channels', name]));
    if (!needed.every((variable) => env[variable])) continue;
    openChannels({ [name]: settings }, { ...nobody, now: Date.now, allowLoopback: false });
  }
}

/** The variables that functions need and are not given, with those functions, as far as they are known. */
function notPassed(config: unknown, deployment: unknown): ReadonlyMap<string, readonly string[]> {
  const missing = new Map<string, readonly string[]>();
  for (const { built, variables } of deployedEnvironments(deployment)) {
    for (const name of new Set(requiredVariables(partsReadBy(built, config)))) {
      if (Object.hasOwn(variables, name)) continue;
      missing.set(name, [...(missing.get(name) ?? []), ...(built === undefined ? [] : [built])]);
    }
  }
  return missing;
}

/** What needs a ledger that is shared, where none is known here. Only the functions know whether they have one. */
function unshared(written: unknown, { ledger }: Config): readonly string[] {
  if (ledger.redis) return [];
  return ['web', 'watch']
    .filter((key) => valueAt(written, [key]))
    .map(
      (key) =>
        `${key} needs ledger.redis, which is not set here: where the functions are not given it ` +
        `either, every call fails. Set it, or remove ${key}`,
    );
}

/** The format of 2.0 leaves references to variables that are not set as they stand. */
function leftAsText(deployment: unknown, env: Env): readonly string[] {
  const texts = deployedEnvironments(deployment).flatMap(({ variables }) =>
    Object.values(variables),
  );
  const named = texts.flatMap((text) => /^\$\{env\((\w+)\)\}$/.exec(String(text))?.[1] ?? []);
  return [...new Set(named)].filter((name) => env[name] === undefined);
}
