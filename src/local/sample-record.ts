import { createHash } from 'node:crypto';

/** An ActionTrail record as it stands in a log's `event`, before it becomes JSON text. */
export type SampleRecord = Readonly<Record<string, unknown>> & {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventTime: string;
};

interface SampleActor {
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly sourceIpAddress: string;
  readonly userAgent: string;
}

const account = '1234567890123456';
const region = 'cn-hangzhou';

const services = {
  privatelink: { serviceName: 'PrivateLink', AcsProduct: 'Privatelink', apiVersion: '2020-04-15' },
  ecd: { serviceName: 'ecd', AcsProduct: 'ecd', apiVersion: '2020-09-30' },
  ecs: { serviceName: 'Ecs', AcsProduct: 'Ecs', apiVersion: '2014-05-26' },
} as const;

export const actors = {
  alice: {
    userIdentity: user('alice', '200000000000000001', 'true'),
    sourceIpAddress: '192.0.2.10',
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/120.0.0.0',
  },
  bob: {
    userIdentity: user('bob', '200000000000000002', 'false'),
    sourceIpAddress: '203.0.113.77',
    userAgent: 'aliyun-cli/3.0.210 (linux; amd64)',
  },
  deployer: {
    userIdentity: {
      type: 'assumed-role',
      accountId: account,
      principalId: '300000000000000001:ci-deployer',
      userName: 'deploy-role:ci-deployer',
      accessKeyId: 'STS.NUsample****',
      sessionContext: { attributes: { mfaAuthenticated: 'false' } },
    },
    sourceIpAddress: '198.51.100.20',
    userAgent: 'Terraform/1.6.0',
  },
  /** Tries every channel: a mention, a link, markup, a second line, and text that runs backwards. */
  mallory: {
    userIdentity: user('<!channel> @all [ok](https://evil.example)', '200000000000000003', 'false'),
    sourceIpAddress: '203.0.113.66',
    userAgent: '</script><script>alert(1)</script>\n# **RESOLVED** <@U0LOCAL> \u202Egnp.exe',
  },
} as const satisfies Readonly<Record<string, SampleActor>>;

function user(userName: string, principalId: string, mfaAuthenticated: 'true' | 'false') {
  return {
    type: 'ram-user',
    accountId: account,
    principalId,
    userName,
    accessKeyId: 'LTAI5t**************k3wd',
    sessionContext: { attributes: { mfaAuthenticated } },
  };
}

/** Ids follow from what happened when, so that the same `now` gives the same records. */
export function record(
  time: Date,
  product: keyof typeof services,
  eventName: string,
  actor: SampleActor,
  parameters: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): SampleRecord {
  const { serviceName, AcsProduct, apiVersion } = services[product];
  const seed = `${time.toISOString()} ${product} ${eventName}`;
  const requestId = uuidOf(`request ${seed}`).toUpperCase();
  return {
    eventId: uuidOf(`event ${seed}`),
    eventVersion: '1',
    eventName,
    eventType: 'ApiCall',
    eventCategory: 'Management',
    eventRW: /^(?:Describe|List|Get)/.test(eventName) ? 'Read' : 'Write',
    eventTime: `${time.toISOString().slice(0, 19)}Z`,
    eventSource: `${product}.${region}.aliyuncs.com`,
    serviceName,
    apiVersion,
    acsRegion: region,
    recipientAccountId: account,
    requestId,
    requestParameters: { AcsProduct, AcsHost: `${product}.${region}.aliyuncs.com`, ...parameters },
    responseElements: { RequestId: requestId },
    isGlobal: false,
    errorCode: '',
    errorMessage: '',
    ...actor,
    ...more,
  };
}

function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
