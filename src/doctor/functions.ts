import { ComputeError } from '../compute/compute-error.ts';
import type { Compute, DeployedFunction } from '../compute/compute.ts';
import { type Env, optionalVariables, requiredVariables } from '../config/resolve-env.ts';
import type { Config } from '../config/settings.ts';
import { partsReadBy } from '../config/web-parts.ts';
import type { Fields } from '../model/fields.ts';
import { computeFinding, type Place } from './compute-finding.ts';
import { type Finding, sayingsOf } from './finding.ts';

/** What is deployed three times, and what each is like in s.yaml. */
const functions = {
  detect: { seconds: 30, memoryMb: 256, hooks: ['initialize', 'preStop'], needsRole: true },
  sweep: { seconds: 30, memoryMb: 192, hooks: ['initialize', 'preStop'], needsRole: true },
  web: { seconds: 5, memoryMb: 128, hooks: ['initialize'], needsRole: false },
} as const;

export type Deployable = keyof typeof functions;

/** The newest of the built-in runtimes, and what the bundles are built for. */
const RUNTIME = 'nodejs20';

export interface FunctionsLook {
  readonly compute: Compute;
  readonly settings: NonNullable<Config['compute']>;
  /** The value of trailbell.yml, its references still in it. */
  readonly config: unknown;
  readonly env: Env;
}

/** Whether a function is there, and as s.yaml would have it. */
export async function examineFunction(
  which: Deployable,
  { compute, settings, config, env }: FunctionsLook,
): Promise<readonly Finding[]> {
  const name = settings[which];
  const place: Place = { settings, resource: ['functions', name] };
  const sayings = sayingsOf('function', name);
  try {
    const found = await compute.find(name);
    if (found === undefined) {
      const where = settings.version === '2.0' ? `service ${settings.service}` : settings.region;
      const mend = `Deploy it (npx s deploy), or name it in compute.${which}, compute.region and compute.version`;
      return [sayings.fault('function-missing', `there is none of this name in ${where}`, mend)];
    }
    const wrong = [
      ...shapeFindings(which, found, name),
      ...variableFindings(found, partsReadBy(which, config), name, env),
    ];
    return wrong.length > 0 ? wrong : [sayings.fine(describe(found))];
  } catch (error) {
    if (error instanceof ComputeError) return [computeFinding(sayings, error, place)];
    throw error;
  }
}

function shapeFindings(
  which: Deployable,
  found: DeployedFunction,
  name: string,
): readonly Finding[] {
  const { fault, warning } = sayingsOf('function', name);
  const { seconds, memoryMb, hooks, needsRole } = functions[which];
  const { runtime, handler, timeoutSeconds, role, state, lastUpdateStatus, concurrency } = found;
  const again = 'Set it as s.yaml has it, and deploy again: npx s deploy';
  const findings: Finding[] = [];
  if (state === 'Failed' || lastUpdateStatus === 'Failed') {
    const mend =
      'Look in the console of Function Compute for the reason, and deploy again: npx s deploy';
    findings.push(fault('function-failed', 'its last deployment failed', mend));
  }
  if (runtime !== RUNTIME) {
    findings.push(fault('function-differs', `its runtime is ${runtime}, not ${RUNTIME}`, again));
  }
  if (handler !== 'index.handler') {
    findings.push(fault('function-differs', `its handler is ${handler}, not index.handler`, again));
  }
  const there = { initialize: found.initializer, preStop: found.preStop };
  for (const hook of hooks) {
    if (there[hook] === `index.${hook}`) continue;
    const lacks = `it does not call index.${hook}`;
    const cost = hook === 'initialize' ? 'the first call is slower' : 'what it holds may be lost';
    findings.push(warning('function-older', `${lacks}: ${cost}`, again));
  }
  if (concurrency > 1) {
    const why = `one instance takes ${concurrency} requests at a time: they share its memory and its time`;
    if (which !== 'web')
      findings.push(fault('function-differs', why, `Set instanceConcurrency to 1`));
  }
  if (found.memoryMb < memoryMb) {
    const is = `it has ${found.memoryMb} MB, and was measured to need ${memoryMb}`;
    findings.push(
      fault('function-too-small', is, `Set memorySize in s.yaml to ${memoryMb} or more`),
    );
  }
  if (timeoutSeconds < seconds) {
    const is = `it is stopped after ${timeoutSeconds} s, in which little can be told`;
    findings.push(fault('function-too-small', is, `Set timeout in s.yaml to ${seconds} or more`));
  }
  if (needsRole && !role) {
    const mend = `Set role in s.yaml to one with the policy docs/ram/${which}.json`;
    findings.push(fault('function-without-role', 'it has no role, and may read no logs', mend));
  }
  return findings;
}

function variableFindings(
  { variables }: DeployedFunction,
  config: Fields,
  name: string,
  env: Env,
): readonly Finding[] {
  const { fault, warning } = sayingsOf('function', name);
  const lacking = (wanted: readonly string[]) =>
    [...new Set(wanted)].filter((variable) => !variables.includes(variable));
  const required = lacking(requiredVariables(config));
  const optional = lacking(optionalVariables(config)).filter((variable) => Boolean(env[variable]));
  const mend =
    'Pass it under environmentVariables in s.yaml, set it, and deploy again: npx s deploy';
  return [
    ...(required.length > 0
      ? [fault('variable-missing', `not set there: ${required.join(', ')}. Every call fails`, mend)]
      : []),
    ...(optional.length > 0
      ? [warning('variable-missing-there', `set here and not there: ${optional.join(', ')}`, mend)]
      : []),
  ];
}

function describe({ memoryMb, timeoutSeconds, lastModified }: DeployedFunction): string {
  const when =
    lastModified === undefined
      ? ''
      : `, deployed ${lastModified.slice(0, 16).replace('T', ' ')} UTC`;
  return `${RUNTIME}, ${memoryMb} MB, ${timeoutSeconds} s${when}`;
}
