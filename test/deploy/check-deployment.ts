import type * as z from 'zod';
import { readYaml } from '../../src/config/read-yaml.ts';
import { fc2 } from './fc2-shape.ts';
import { fc3 } from './fc3-shape.ts';
import { type Fault, resolveDeployment } from './resolve-deployment.ts';
import { type Deployment, viewOf2, viewOf3 } from './view.ts';

/** What a deployment has to fit. */
export interface Surroundings {
  /** What functions/<name>.ts exports, by name. */
  readonly exports: ReadonlyMap<string, ReadonlySet<string>>;
  /** The roles that docs/ram has a policy for, and those that Alibaba Cloud makes. */
  readonly roles: ReadonlySet<string>;
  /** The variables of trailbell.yml that a function cannot do without. */
  needs(built: string): readonly string[];
}

export interface Checked {
  readonly deployment: Deployment | undefined;
  readonly faults: readonly Fault[];
}

/** The first thing that is wrong is often why others are: where the shape is, what it says is not looked at. */
export function checkDeployment(text: string, file: string, around: Surroundings): Checked {
  const { value, faults } = resolveDeployment(readYaml(text, file));
  const read =
    file === 's.fc2.yaml'
      ? viewed(fc2.safeParse(value), viewOf2)
      : viewed(fc3.safeParse(value), viewOf3);
  const all = [...faults, ...aliases(text, file), ...read.faults];
  const { deployment } = read;
  if (deployment === undefined || all.length > 0) return { deployment, faults: all };
  return {
    deployment,
    faults: [
      ...nameFaults(deployment),
      ...functionFaults(deployment, around),
      ...routeFaults(deployment),
    ],
  };
}

function viewed<Shape>(
  read: z.ZodSafeParseResult<Shape>,
  view: (shape: Shape) => Deployment,
): Checked {
  if (read.success) return { deployment: view(read.data), faults: [] };
  const faults = read.error.issues.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return keys.map((key) => ({
      path: [...issue.path, ...(key === undefined ? [] : [key])].join('.'),
      message: issue.message,
    }));
  });
  return { deployment: undefined, faults };
}

/** The parser that Serverless Devs has for the format of 2.0 fails on them. */
function aliases(text: string, file: string): readonly Fault[] {
  const [found] = /(?<=[:-] )[&*]\w+/.exec(text) ?? [];
  return file === 's.fc2.yaml' && found !== undefined
    ? [{ path: found, message: 'is an anchor or an alias' }]
    : [];
}

/** One that comes twice would be deployed over the other. */
function nameFaults({ functions }: Deployment): readonly Fault[] {
  const names = Object.values(functions).map(({ name }) => name);
  return Object.entries(functions)
    .filter(([, { name }]) => names.indexOf(name) !== names.lastIndexOf(name))
    .map(([key]) => ({ path: `${key}.name`, message: 'is the name of another, too' }));
}

/** Variables that hold what nobody else may know. */
const secret = /(WEBHOOK|SECRET|KEY|KEY_BEFORE|REDIS_URL|HEARTBEAT_URL)$/;

function functionFaults(
  { functions, roles, vars }: Deployment,
  { exports, roles: known, needs }: Surroundings,
): readonly Fault[] {
  const faults: Fault[] = [];
  const expectSame = (path: string, actual: unknown, expected: unknown) => {
    if (actual !== expected) {
      faults.push({ path, message: `is ${String(actual)}, not ${String(expected)}` });
    }
  };
  const expectRole = (path: string, arn: string | undefined) => {
    const [, account, role = ''] = /^acs:ram::(\d+):role\/(.*)$/.exec(arn ?? '') ?? [];
    if (arn === undefined) return;
    expectSame(path, account, vars['account']);
    if (!known.has(role)) faults.push({ path, message: `docs/ram has no policy for ${role}` });
  };
  for (const [key, deployed] of Object.entries(functions)) {
    const { code, handler, initializer, preStop, environmentVariables: given } = deployed;
    const [, built = ''] = /^\.\/dist\/([a-z]+)$/.exec(code) ?? [];
    const exported = exports.get(built);
    if (exported === undefined) faults.push({ path: `${key}.code`, message: 'is not built' });
    for (const hook of [handler, initializer.handler, ...(preStop ? [preStop.handler] : [])]) {
      if (exported?.has(hook.replace('index.', '')) !== false) continue;
      faults.push({ path: `${key}.handler`, message: `functions/${built}.ts lacks ${hook}` });
    }
    for (const name of needs(built)) {
      if (Object.hasOwn(given, name)) continue;
      faults.push({ path: `${key}.environmentVariables`, message: `lacks ${name}` });
    }
    for (const [name, value] of Object.entries(given)) {
      if (value === '' || !secret.test(name)) continue;
      const message = 'is a secret, which belongs into the environment of whoever deploys';
      faults.push({ path: `${key}.environmentVariables.${name}`, message });
    }
    const { region, account, project, logstore, journal } = vars;
    expectSame(`${key}.region`, deployed.region, region);
    expectSame(`${key}.logConfig.project`, deployed.logConfig.project, project);
    // In the trail's logstore, what detect logs would trigger it again.
    expectSame(`${key}.logConfig.logstore`, deployed.logConfig.logstore, journal);
    const endpoint = given['LOG_ENDPOINT'];
    if (endpoint !== undefined) {
      expectSame(`${key}.LOG_ENDPOINT`, endpoint, `${region}-intranet.log.aliyuncs.com`);
    }
    expectRole(`${key}.role`, roles[key]);
    for (const trigger of deployed.triggers) {
      const path = `${key}.triggers.${trigger.name}`;
      expectRole(`${path}.role`, trigger.role);
      if (trigger.type !== 'log') continue;
      const source = `acs:log:${region}:${account}:project/${project}`;
      expectSame(`${path}.sourceArn`, trigger.sourceArn, source);
      expectSame(`${path}.logstore`, trigger.config.sourceConfig.logstore, logstore);
      expectSame(`${path}.logConfig.project`, trigger.config.logConfig.project, project);
      expectSame(`${path}.logConfig`, trigger.config.logConfig.logstore, journal);
      expectSame(`${key}.LOG_PROJECT`, given['LOG_PROJECT'], project);
      expectSame(`${key}.LOG_LOGSTORE`, given['LOG_LOGSTORE'], logstore);
    }
  }
  return faults;
}

function routeFaults({ functions, routes }: Deployment): readonly Fault[] {
  const web = Object.values(functions).find(({ triggers }) =>
    triggers.some(({ type }) => type === 'http'),
  );
  return routes.flatMap((route) => {
    const path = `routes.${route.path}`;
    return [
      ...(route.function === web?.name
        ? []
        : [{ path: `${path}.functionName`, message: 'is no function that takes requests' }]),
      ...(route.region === web?.region
        ? []
        : [{ path: `${path}.region`, message: 'is not where that function is' }]),
      ...(`https://${route.domain}` === web?.environmentVariables['WEB_URL']
        ? []
        : [{ path: `${path}.domainName`, message: 'is not what links lead to' }]),
    ];
  });
}
