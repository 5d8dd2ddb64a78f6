import * as z from 'zod';
import * as shared from './shared-shape.ts';

// https://github.com/devsapp/fc3/blob/master/src/schema.json and
// https://github.com/devsapp/fc3-domain/blob/master/src/schema.json, as far as we use them.

const trigger = z.discriminatedUnion('triggerType', [
  z.strictObject({
    triggerType: z.literal('log'),
    triggerName: shared.name,
    qualifier: z.literal('LATEST'),
    sourceArn: shared.sourceArn,
    invocationRole: shared.roleArn,
    triggerConfig: shared.logTrigger,
  }),
  z.strictObject({
    triggerType: z.literal('timer'),
    triggerName: shared.name,
    qualifier: z.literal('LATEST'),
    triggerConfig: shared.timerTrigger,
  }),
  z.strictObject({
    triggerType: z.literal('http'),
    triggerName: shared.name,
    qualifier: z.literal('LATEST'),
    triggerConfig: shared.httpTrigger,
  }),
]);

/** instanceConcurrency is none of these: the built-in runtimes take one call at a time. */
const props = z
  .strictObject({
    region: shared.region,
    functionName: shared.name,
    description: z.string().max(256),
    runtime: z.literal('nodejs20'),
    handler: shared.handler,
    code: z.string(),
    ...shared.size,
    timeout: shared.seconds,
    internetAccess: shared.internetAccess,
    role: shared.roleArn.optional(),
    vpcConfig: z
      .strictObject({
        vpcId: z.string(),
        vSwitchIds: z.array(z.string()),
        securityGroupId: z.string(),
      })
      .optional(),
    logConfig: shared.logConfig,
    environmentVariables: shared.environment,
    instanceLifecycleConfig: z.strictObject({
      initializer: z.strictObject({
        handler: shared.handler,
        timeout: shared.initializerSeconds,
      }),
      preStop: shared.preStop.optional(),
    }),
    triggers: z.array(trigger),
  })
  .refine(shared.hasGoodRatio, { path: ['memorySize'], error: 'is not 1 to 4 GB for a vCPU' });

const domainProps = z.strictObject({
  region: shared.region,
  domainName: shared.domainName,
  protocol: z.enum(['HTTPS', 'HTTP,HTTPS']),
  certConfig: z.strictObject({ certId: z.string().regex(/^\d+$/) }),
  tlsConfig: shared.tlsConfig.extend({ minVersion: z.literal('TLSv1.2') }),
  routeConfig: z.strictObject({
    routes: z.array(
      z.strictObject({
        path: z.string().startsWith('/'),
        functionName: shared.name,
        qualifier: z.literal('LATEST'),
        methods: shared.methods,
      }),
    ),
  }),
});

const resource = z.discriminatedUnion('component', [
  z.strictObject({ component: z.literal('fc3'), actions: shared.actions.optional(), props }),
  z.strictObject({ component: z.literal('fc3-domain'), props: domainProps }),
]);

export const fc3 = z.strictObject({
  edition: z.literal('3.0.0'),
  name: shared.name,
  access: z.string(),
  vars: z.record(z.string(), z.union([z.string(), z.number()])),
  resources: z.record(z.string(), resource),
});
