import * as z from 'zod';

// What Function Compute 2.0 and 3.0 have in common. The components' own schemas let unknown keys pass, any
// triggerConfig, and numbers beyond what Function Compute takes.

/** https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/limits */
const MAX_SECONDS = 86_400;
const MAX_INITIALIZER_SECONDS = 300;
const MAX_PRE_STOP_SECONDS = 90;

export const name = z.string().regex(/^[A-Za-z_][\w-]{0,63}$/);
export const handler = z.string().regex(/^index\.[A-Za-z]+$/);
export const seconds = z.int().min(1).max(MAX_SECONDS);
export const initializerSeconds = z.int().min(1).max(MAX_INITIALIZER_SECONDS);
export const region = z.string().regex(/^[a-z]{2}-[a-z]+(-\d)?$/);
export const roleArn = z.string().regex(/^acs:ram::\d{16}:role\/[\w.-]+$/);
const project = z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
const logstore = z.string().regex(/^[a-z0-9][\w-]{1,62}$/);

export const preStop = z.strictObject({
  handler,
  timeout: z.int().min(1).max(MAX_PRE_STOP_SECONDS),
});

export const actions = z.strictObject({
  'pre-deploy': z.array(z.strictObject({ run: z.string(), path: z.string() })),
});

export const logConfig = z.strictObject({
  project,
  logstore,
  enableRequestMetrics: z.boolean(),
  enableInstanceMetrics: z.boolean(),
  logBeginRule: z.enum(['None', 'DefaultRegex']),
});

/** Without it no chat is reached. */
export const internetAccess = z.literal(true);

/** Log Service and Function Compute set those that begin with FC_. */
export const environment = z.record(z.string().regex(/^(?!FC_)[A-Z][A-Z0-9_]*$/), z.string());

/**
 * cpu in vCPU, memorySize and diskSize in MB:
 * https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/product-overview/instance-types-and-usage-modes
 */
export const size = {
  cpu: z
    .number()
    .min(0.05)
    .max(16)
    .refine((cpu) => isWhole(cpu / 0.05), 'is no multiple of 0.05'),
  memorySize: z.int().min(128).max(32_768).multipleOf(64),
  diskSize: z.literal([512, 10_240]),
};

export function hasGoodRatio({ cpu, memorySize }: { cpu: number; memorySize: number }): boolean {
  const ratio = memorySize / 1024 / cpu;
  return ratio >= 1 && ratio <= 4;
}

function isWhole(number: number): boolean {
  return Math.abs(number - Math.round(number)) < 1e-9;
}

export const logTrigger = z.strictObject({
  sourceConfig: z.strictObject({ logstore }),
  jobConfig: z.strictObject({
    maxRetryTime: z.int().min(0).max(100),
    triggerInterval: z.int().min(3).max(600),
  }),
  functionParameter: z.record(z.string(), z.unknown()),
  logConfig: z.strictObject({ project, logstore }),
  enable: z.boolean(),
});

/** Six fields, the first of which are seconds, or an interval. */
const cron =
  /^(?:@every [1-9]\d*[smh]|(?:CRON_TZ=[\w/+-]+ )?(?:[\d*/,?-]+ ){3}[\w*/,?-]+ [\w*/,?-]+ [\d*/,?-]+)$/;

export const timerTrigger = z.strictObject({
  cronExpression: z.string().regex(cron),
  enable: z.boolean(),
  payload: z.string(),
});

/** A page is fetched, and its button posts. */
export const methods = z
  .array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']))
  .refine((all) => all.includes('GET') && all.includes('POST'), 'lacks GET or POST');

/** Whoever opens a link cannot sign as Function Compute would want it: the link is what lets them in. */
export const httpTrigger = z.strictObject({
  authType: z.literal('anonymous'),
  methods,
  disableURLInternet: z.boolean(),
});

export const sourceArn = z.string().regex(/^acs:log:[\w-]+:\d{16}:project\/[a-z0-9-]+$/);

export const domainName = z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/);

const version = z.enum(['TLSv1.2', 'TLSv1.3']);
export const tlsConfig = z.strictObject({
  minVersion: version,
  maxVersion: version,
  cipherSuites: z.array(z.string().regex(/^TLS_ECDHE_(ECDSA|RSA)_WITH_\w+$/)).min(1),
});
