import { rawView } from '../../src/actiontrail/rule-view.ts';
import type { Project } from '../../src/project.ts';
import { readCollection } from '../../src/sigma/collection/read-collection.ts';
import { planRules } from '../../src/sigma/match/plan-rules.ts';

export const LOG_PROJECT = 'chaos-project';
export const LOGSTORE = 'actiontrail_chaos';
export const LEDGER_PREFIX = 'chaos';
export const keys = { id: 'chaos-key', secret: 'chaos-secret', securityToken: 'chaos-token' };
const DINGTALK_SECRET = 'SECchaos0123456789';

/** One rule, so that an event is one alert. */
const RULE = `title: Endpoint Service Deleted
id: c4a05000-0000-4000-8000-0000000000aa
level: high
logsource: {product: alicloud, service: actiontrail}
detection:
    selection: {serviceName: PrivateLink, eventName: DeleteVpcEndpointService}
    condition: selection
`;

export interface Places {
  readonly logEndpoint: string;
  /** Undefined for workers that share no ledger. */
  readonly redis: string | undefined;
  readonly letters: string;
}

/** The value of trailbell.yml for the workers of a run. */
export function configFor({ logEndpoint, redis, letters }: Places): object {
  return {
    source: { endpoint: logEndpoint, project: LOG_PROJECT, logstore: LOGSTORE },
    channels: {
      dingtalk: { type: 'dingtalk', webhook: '${DINGTALK_WEBHOOK}', secret: DINGTALK_SECRET },
      slack: { type: 'slack', webhook: '${SLACK_WEBHOOK}' },
    },
    ...(redis !== undefined && { ledger: { redis, prefix: LEDGER_PREFIX } }),
    dead_letters: { file: letters },
  };
}

export function projectWith(config: object): Project {
  const { rules, correlations } = readCollection([{ text: RULE, file: 'chaos.yml' }], new Map());
  return { config, rules: planRules(rules, rawView), correlations };
}

/** What Function Compute hands over beside the event; `timeout` is in seconds. */
export function contextWith(timeout: number): object {
  return {
    requestId: 'chaos-request',
    credentials: {
      accessKeyId: keys.id,
      accessKeySecret: keys.secret,
      securityToken: keys.securityToken,
    },
    function: { name: 'trailbell-detect', handler: 'index.handler', memory: 512, timeout },
    region: 'cn-hangzhou',
    accountId: '1234567890123456',
  };
}
