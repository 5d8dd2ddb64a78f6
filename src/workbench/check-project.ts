import { valueAt } from '../config/read-issue.ts';
import { resolveConfig } from '../config/resolve-config.ts';
import { type Env, requiredVariables } from '../config/resolve-env.ts';
import { resolveRouting } from '../config/resolve-routing.ts';
import type { Config } from '../config/settings.ts';
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
  /** The value of s.yaml; undefined where there is none. */
  readonly deployment: unknown;
  /** The value of rules/lists/own_deployment.yml; undefined where there is none. */
  readonly own: unknown;
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
  const known = Object.fromEntries(needed.map((name) => [name, env[name] || 'set-at-run-time']));
  const config = resolveConfig(project.config, { ...env, ...known });
  resolveRouting(config);
  openThoseSetUp(config, project, env);
  const { warnings, unset } = outlineRoutes(project, env, now);
  return [
    ...ruleFaults({ rules, correlations }).map(({ rule, message }) => `${rule.file}: ${message}`),
    ...notPassed(needed, deployment).map(
      (name) =>
        `${name} is needed by trailbell.yml, and s.yaml does not pass it: ` +
        'add it to environmentVariables',
    ),
    ...notWatched({ config: project.config, deployment, own, env }),
    ...(warnings.length > 0 && unset.length > 0
      ? [`not set: ${unset.join(', ')}. What follows is said without what needs them.`]
      : []),
    ...warnings.map(({ key, message }) => `${key}: ${message}`),
  ];
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

/** The variables that s.yaml does not give to all of its functions. */
function notPassed(needed: readonly string[], deployment: unknown): readonly string[] {
  const environments = deployedEnvironments(deployment);
  return needed.filter((name) => environments.some((given) => !Object.hasOwn(given, name)));
}
