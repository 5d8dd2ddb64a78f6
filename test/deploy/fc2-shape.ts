import * as z from 'zod';
import * as shared from './shared-shape.ts';

// https://github.com/devsapp/fc/tree/main/docs/zh/yaml, as far as we use it.

const trigger = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('log'),
    name: shared.name,
    qualifier: z.literal('LATEST'),
    sourceArn: shared.sourceArn,
    role: shared.roleArn,
    config: shared.logTrigger,
  }),
  z.strictObject({
    type: z.literal('timer'),
    name: shared.name,
    qualifier: z.literal('LATEST'),
    config: shared.timerTrigger,
  }),
  z.strictObject({
    type: z.literal('http'),
    name: shared.name,
    qualifier: z.literal('LATEST'),
    config: shared.httpTrigger,
  }),
]);

const service = z.strictObject({
  name: shared.name,
  description: z.string(),
  internetAccess: shared.internetAccess,
  role: shared.roleArn,
  vpcConfig: z
    .strictObject({
      vpcId: z.string(),
      vswitchIds: z.array(z.string()),
      securityGroupId: z.string(),
    })
    .optional(),
  logConfig: shared.logConfig,
});

const deployed = z
  .strictObject({
    name: shared.name,
    description: z.string().max(256),
    runtime: z.literal('nodejs20'),
    handler: shared.handler,
    codeUri: z.string(),
    ...shared.size,
    timeout: shared.seconds,
    instanceConcurrency: z.literal(1),
    initializer: shared.handler,
    initializationTimeout: shared.initializerSeconds,
    instanceLifecycleConfig: z.strictObject({ preStop: shared.preStop }).optional(),
    environmentVariables: shared.environment,
  })
  .refine(shared.hasGoodRatio, { path: ['memorySize'], error: 'is not 1 to 4 GB for a vCPU' });

const customDomain = z.strictObject({
  domainName: shared.domainName,
  protocol: z.literal('HTTP,HTTPS'),
  certId: z.int().positive(),
  tlsConfig: shared.tlsConfig.extend({
    minVersion: z.literal('TLSv1.2'),
    maxVersion: z.literal('TLSv1.2'),
  }),
  routeConfigs: z.array(
    z.strictObject({
      path: z.string().startsWith('/'),
      serviceName: shared.name,
      functionName: shared.name,
      qualifier: z.literal('LATEST'),
      methods: shared.methods,
    }),
  ),
});

export const fc2 = z.strictObject({
  edition: z.literal('1.0.0'),
  name: shared.name,
  access: z.string(),
  vars: z.record(z.string(), z.union([z.string(), z.number()])),
  services: z.record(
    z.string(),
    z.strictObject({
      component: z.literal('fc'),
      actions: shared.actions.optional(),
      props: z.strictObject({
        region: shared.region,
        service,
        function: deployed,
        triggers: z.array(trigger),
        customDomains: z.array(customDomain).optional(),
      }),
    }),
  ),
});
