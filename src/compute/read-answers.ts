import { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { asFields, asText, type Fields, isFields, parseJson } from '../model/fields.ts';
import type { Answer, CustomDomain, DeployedFunction, FunctionError, Trigger } from './compute.ts';

// The names are the same in both APIs:
// https://www.alibabacloud.com/help/en/functioncompute/fc/developer-reference/api-fc-2023-03-30-struct-function
// https://www.alibabacloud.com/help/en/functioncompute/fc-2-0/developer-reference/api-getfunction

const text = z.string().optional().catch(undefined);

const hook = z
  .object({ handler: text })
  .nullish()
  .catch(undefined)
  .transform((found) => found?.handler || undefined);

const deployed = z
  .object({
    runtime: z.string(),
    handler: z.string().catch(''),
    memorySize: z.number(),
    timeout: z.number(),
    role: text,
    state: text,
    lastUpdateStatus: text,
    environmentVariables: z.record(z.string(), z.string()).nullish(),
    /** Of 2.0. In 3.0 it is one of the hooks. */
    initializer: text,
    instanceLifecycleConfig: z
      .object({ initializer: hook, preStop: hook })
      .nullish()
      .catch(undefined),
    instanceConcurrency: z.number().optional().catch(undefined),
    codeSize: z.number().optional().catch(undefined),
    lastModifiedTime: text,
  })
  .transform((read): DeployedFunction => {
    const variables = Object.entries(read.environmentVariables ?? {});
    return {
      runtime: read.runtime,
      handler: read.handler,
      memoryMb: read.memorySize,
      timeoutSeconds: read.timeout,
      role: read.role || undefined,
      state: read.state,
      lastUpdateStatus: read.lastUpdateStatus,
      variables: variables.filter(([, value]) => value !== '').map(([name]) => name),
      initializer: read.instanceLifecycleConfig?.initializer ?? (read.initializer || undefined),
      preStop: read.instanceLifecycleConfig?.preStop,
      concurrency: read.instanceConcurrency ?? 1,
      codeBytes: read.codeSize,
      lastModified: read.lastModifiedTime,
    };
  });

/** Throws where the answer is no function, as all of these do. */
export function readFunction(body: unknown): DeployedFunction {
  return deployed.parse(body);
}

/** https://www.alibabacloud.com/help/en/functioncompute/fc/developer-reference/api-fc-2023-03-30-struct-slstriggerconfig */
const logConfig = z.object({
  sourceConfig: z.object({ logstore: z.string() }).optional().catch(undefined),
  jobConfig: z
    .object({
      triggerInterval: z.number().optional().catch(undefined),
      maxRetryTime: z.number().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const triggerBody = z.object({
  triggerType: z.string(),
  /** A JSON text in 3.0, mostly an object in 2.0. */
  triggerConfig: z.unknown(),
  sourceArn: text,
  invocationRole: text,
  qualifier: text,
  description: text,
  lastModifiedTime: text,
});

export function readTrigger(body: unknown): Trigger {
  const { triggerType, triggerConfig, sourceArn, invocationRole, lastModifiedTime } =
    triggerBody.parse(body);
  const config = asFields(triggerConfig) ?? {};
  const { sourceConfig, jobConfig } = logConfig.parse(config);
  const project = /:project\/([^/:]+)/.exec(sourceArn ?? '')?.[1];
  return {
    type: triggerType,
    enabled: config['enable'] !== false,
    source: sourceConfig && { project, logstore: sourceConfig.logstore },
    intervalSeconds: jobConfig?.triggerInterval,
    maxRetries: jobConfig?.maxRetryTime,
    role: invocationRole,
    lastModified: lastModifiedTime,
  };
}

/** A trigger as it is to be written back: all that can be set, so that nothing of it is lost. */
export interface TriggerChange {
  readonly invocationRole?: string;
  readonly qualifier?: string;
  readonly description?: string;
  readonly triggerConfig: Fields;
}

/** Undefined where there is nothing to change. */
export function changeTrigger(body: unknown, enable: boolean): TriggerChange | undefined {
  const { triggerConfig, invocationRole, qualifier, description } = triggerBody.parse(body);
  const config = asFields(triggerConfig);
  // Whatever its configuration is that cannot be read, to write it anew would be to lose it.
  if (config === undefined) throw new TypeError('a trigger whose configuration cannot be read');
  if (config['enable'] === enable) return undefined;
  return {
    ...(invocationRole !== undefined && { invocationRole }),
    ...(qualifier !== undefined && { qualifier }),
    ...(description !== undefined && { description }),
    triggerConfig: { ...config, enable },
  };
}

const domainBody = z.object({
  protocol: z.string().catch(''),
  routeConfig: z
    .object({
      routes: z
        .array(
          z.object({ path: z.string(), functionName: z.string().catch(''), serviceName: text }),
        )
        .nullish(),
    })
    .nullish(),
  certConfig: z.object({ certificate: text }).nullish(),
});

export function readDomain(body: unknown): CustomDomain {
  const { protocol, routeConfig, certConfig } = domainBody.parse(body);
  return {
    protocol,
    routes: (routeConfig?.routes ?? []).map(({ path, functionName, serviceName }) => ({
      path,
      function: functionName,
      service: serviceName,
    })),
    certificateEnds: endOf(certConfig?.certificate),
  };
}

function endOf(certificate: string | undefined): number | undefined {
  if (!certificate) return undefined;
  try {
    const end = Date.parse(new X509Certificate(certificate).validTo);
    return Number.isNaN(end) ? undefined : end;
  } catch {
    return undefined;
  }
}

/**
 * That a function failed is said in a header, with a status of 2xx:
 * https://www.alibabacloud.com/help/en/functioncompute/fc/error-handling-nodejs
 */
export function readAnswer(said: string, headers: unknown): Answer {
  const fields = isFields(headers) ? headers : {};
  const kind = asText(fields['x-fc-error-type']);
  return {
    text: said,
    functionError: kind === undefined ? undefined : readFunctionError(kind, said),
    requestId: asText(fields['x-fc-request-id']),
  };
}

/** What the runtime says of what a function threw: `{errorMessage, errorType, stackTrace}`. */
function readFunctionError(kind: string, said: string): FunctionError {
  const body = parseJson(said);
  const fields = isFields(body) ? body : {};
  return {
    kind,
    name: asText(fields['errorType']),
    message: asText(fields['errorMessage']) ?? said,
  };
}
