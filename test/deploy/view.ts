import type * as z from 'zod';
import type { fc2 } from './fc2-shape.ts';
import type { fc3 } from './fc3-shape.ts';
import type { logTrigger } from './shared-shape.ts';

interface Hook {
  readonly handler: string;
  readonly timeout: number;
}

type Trigger =
  | {
      readonly type: 'log';
      readonly name: string;
      readonly role: string;
      readonly sourceArn: string;
      readonly config: z.output<typeof logTrigger>;
    }
  | {
      readonly type: 'timer' | 'http';
      readonly name: string;
      readonly role?: undefined;
      readonly config: object;
    };

/** A function as both formats deploy it. */
export interface DeployedFunction extends Plain {
  readonly name: string;
  readonly region: string;
  /** The folder that is deployed. */
  readonly code: string;
  readonly internetAccess: boolean;
  readonly logConfig: { readonly project: string; readonly logstore: string };
  readonly initializer: Hook;
  readonly preStop: Hook | undefined;
  readonly triggers: readonly Trigger[];
}

interface Route {
  readonly region: string;
  readonly domain: string;
  readonly certificate: string;
  readonly path: string;
  readonly function: string;
  readonly methods: readonly string[];
}

export interface Deployment {
  readonly vars: Readonly<Record<string, string>>;
  /** By the key of the resource. */
  readonly functions: Readonly<Record<string, DeployedFunction>>;
  /** Of a function or of its service, by the key of the resource. */
  readonly roles: Readonly<Record<string, string | undefined>>;
  readonly routes: readonly Route[];
}

export function viewOf3({ vars, resources }: z.output<typeof fc3>): Deployment {
  const all = Object.entries(resources);
  const functions = all.flatMap(([key, each]) =>
    each.component === 'fc3' ? [[key, each.props] as const] : [],
  );
  const domains = all.flatMap(([, each]) => (each.component === 'fc3-domain' ? [each.props] : []));
  return {
    vars: texts(vars),
    functions: Object.fromEntries(
      functions.map(([key, props]) => [
        key,
        {
          ...plain(props),
          name: props.functionName,
          region: props.region,
          code: props.code,
          internetAccess: props.internetAccess,
          logConfig: props.logConfig,
          initializer: props.instanceLifecycleConfig.initializer,
          preStop: props.instanceLifecycleConfig.preStop,
          triggers: props.triggers.map((trigger): Trigger => {
            const { triggerName: name } = trigger;
            if (trigger.triggerType !== 'log') {
              return { type: trigger.triggerType, name, config: trigger.triggerConfig };
            }
            const { invocationRole: role, sourceArn, triggerConfig: config } = trigger;
            return { type: 'log', name, role, sourceArn, config };
          }),
        },
      ]),
    ),
    roles: Object.fromEntries(functions.map(([key, { role }]) => [key, role])),
    routes: domains.flatMap(({ region, domainName: domain, certConfig, routeConfig }) =>
      routeConfig.routes.map(({ path, functionName, methods }) => {
        const certificate = certConfig.certId;
        return { region, domain, certificate, path, function: functionName, methods };
      }),
    ),
  };
}

export function viewOf2({ vars, services }: z.output<typeof fc2>): Deployment {
  const all = Object.entries(services).map(([key, { props }]) => [key, props] as const);
  const domains = all.flatMap(([, { region, service, customDomains = [] }]) =>
    customDomains.map((domain) => ({ ...domain, region, service: service.name })),
  );
  return {
    vars: texts(vars),
    functions: Object.fromEntries(
      all.map(([key, { region, service, function: props, triggers }]) => [
        key,
        {
          ...plain(props),
          name: props.name,
          region,
          code: props.codeUri,
          internetAccess: service.internetAccess,
          logConfig: service.logConfig,
          initializer: { handler: props.initializer, timeout: props.initializationTimeout },
          preStop: props.instanceLifecycleConfig?.preStop,
          triggers: triggers.map((trigger): Trigger => {
            const { name } = trigger;
            if (trigger.type !== 'log') return { type: trigger.type, name, config: trigger.config };
            const { role, sourceArn, config } = trigger;
            return { type: 'log', name, role, sourceArn, config };
          }),
        },
      ]),
    ),
    roles: Object.fromEntries(all.map(([key, { service }]) => [key, service.role])),
    routes: domains.flatMap(({ region, service, domainName: domain, certId, routeConfigs }) =>
      routeConfigs.map(({ path, serviceName, functionName, methods }) => {
        const certificate = String(certId);
        // Of another service it is another function.
        const named = serviceName === service ? functionName : `${serviceName}/${functionName}`;
        return { region, domain, certificate, path, function: named, methods };
      }),
    ),
  };
}

/** What both formats call the same. */
interface Plain {
  readonly description: string;
  readonly runtime: string;
  readonly handler: string;
  readonly cpu: number;
  readonly memorySize: number;
  readonly diskSize: number;
  readonly timeout: number;
  readonly environmentVariables: Readonly<Record<string, string>>;
}

function plain(props: Plain): Plain {
  const { description, runtime, handler, cpu, memorySize, diskSize, timeout } = props;
  const { environmentVariables } = props;
  const size = { cpu, memorySize, diskSize, timeout };
  return { description, runtime, handler, ...size, environmentVariables };
}

function texts(vars: Readonly<Record<string, string | number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, String(value)]));
}
