import { valueAt } from '../config/read-issue.ts';
import { type Env, requiredVariables, resolveEnv } from '../config/resolve-env.ts';
import { type Fields, isFields } from '../model/fields.ts';
import { deployedEnvironments } from './deployed-environments.ts';

/** Where the rules that watch the watch find the names of what trailbell is made of. */
export const OWN_DEPLOYMENT = 'rules/lists/own_deployment.yml';

export interface WhatIsDeployed {
  /** The value of trailbell.yml, its `${ENV}` references still in it. */
  readonly config: unknown;
  /** The value of s.yaml or s.fc2.yaml; undefined where there is none. */
  readonly deployment: unknown;
  /** The value of rules/lists/own_deployment.yml; undefined where there is none. */
  readonly own: unknown;
  readonly env: Env;
}

/**
 * What trailbell is made of, as far as it can be known before it is deployed, and no list names: its rules
 * would look for something else. A line each.
 */
export function notWatched({ config, deployment, own, env }: WhatIsDeployed): readonly string[] {
  if (own === undefined) return [];
  // What s.yaml passes to the functions is what they will see, whatever is set here.
  const given = { ...env, ...variablesIn(deployment) };
  const resources = resourcesIn(deployment);
  const configured = (...keys: readonly string[]) => known(valueAt(config, keys), given);
  const deployed = (...keys: readonly string[]) => textsIn(resources, deployment, keys);
  // What has a name of its own in 2.0.
  const named = (what: string) =>
    resources.flatMap((each) => withVars(valueAt(each, ['props', what, 'name']), deployment));
  const names: Readonly<Record<string, readonly string[]>> = {
    own_functions: [...deployed('functionName'), ...named('function')],
    own_services: named('service'),
    own_projects: [...deployed('project'), ...configured('source', 'project')],
    own_logstores: [
      ...deployed('logstore'),
      ...configured('source', 'logstore'),
      ...configured('dead_letters', 'logstore'),
      ...configured('history', 'logstore'),
    ],
    own_roles: deployed('role', 'invocationRole').map((role) => role.replace(/^.*role\//, '')),
  };
  return Object.entries(names).flatMap(([list, used]) => {
    const listed = new Set(listOf(own, list));
    const missing = [...new Set(used)].filter((name) => !listed.has(name.toLowerCase()));
    return missing.map(
      (name) =>
        `${OWN_DEPLOYMENT}: ${list} does not hold ${name}, which is deployed, so that no rule ` +
        'tells when it is deleted or changed: add it',
    );
  });
}

/** In lower case, as rules compare names in any. */
function listOf(own: unknown, list: string): readonly string[] {
  const names = isFields(own) ? own[list] : undefined;
  return [names].flat().map((name) => String(name).toLowerCase());
}

/** The text of a setting, where all variables that it cannot do without are set. */
function known(setting: unknown, env: Env): readonly string[] {
  if (!requiredVariables(setting).every((name) => env[name])) return [];
  const text = resolveEnv(setting, env);
  return typeof text === 'string' && text !== '' ? [text] : [];
}

/** The variables that functions are given, but for those that whoever deploys has to set. */
function variablesIn(deployment: unknown): Env {
  const entries = deployedEnvironments(deployment).flatMap(({ variables }) =>
    Object.entries(variables),
  );
  return Object.fromEntries(
    entries.flatMap(([name, value]) => withVars(value, deployment).map((text) => [name, text])),
  );
}

/** Function Compute 2.0 has services. */
function resourcesIn(deployment: unknown): readonly Fields[] {
  if (!isFields(deployment)) return [];
  return ['resources', 'services'].flatMap((key) => {
    const all = deployment[key];
    return isFields(all) ? Object.values(all).filter(isFields) : [];
  });
}

/** The texts that stand under some keys anywhere in a value. */
function textsIn(value: unknown, deployment: unknown, keys: readonly string[]): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]: readonly [string, unknown]) =>
    keys.includes(key)
      ? withVars(each, deployment).filter((text) => text !== '')
      : textsIn(each, deployment, keys),
  );
}

/** A text of the deployment with its `${vars.name}`; none where it needs anything else. */
function withVars(value: unknown, deployment: unknown): readonly string[] {
  if (typeof value !== 'string') return [];
  const vars: Fields =
    isFields(deployment) && isFields(deployment['vars']) ? deployment['vars'] : {};
  const text = value.replace(/\$\{vars\.(\w+)\}/g, (reference, name: string) => {
    const found = Object.hasOwn(vars, name) ? vars[name] : undefined;
    return typeof found === 'string' ? found : reference;
  });
  return text.includes('${') ? [] : [text];
}
