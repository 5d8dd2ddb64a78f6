import type { Call } from './calls.ts';
import { letters, pick, pickSkewed, type Random, uuid, whole } from './random.ts';

/**
 * Records shaped as Alibaba Cloud publishes them in its help pages: the keys of three real samples in
 * their order (services hash them, so `eventName` stands in the middle or at the end), the request
 * parameters that gateways add, temporary keys, errors now and then.
 */
const keyOrders = [
  'apiVersion requestId eventType userIdentity acsRegion eventName requestParameters responseElements eventSource eventRW serviceName eventTime userAgent eventId additionalEventData isGlobal recipientAccountId errorCode errorMessage eventVersion sourceIpAddress',
  'eventId responseElements eventVersion errorMessage errorCode requestParameters eventSource sourceIpAddress userAgent eventRW eventType referencedResources userIdentity serviceName additionalEventData apiVersion requestId recipientAccountId eventTime isGlobal acsRegion eventName',
  'apiVersion acsRegion additionalEventData errorCode errorMessage eventId eventName eventRW eventSource eventTime eventType eventVersion recipientAccountId requestId requestParameters responseElements serviceName sourceIpAddress userAgent userIdentity',
].map((keys) => keys.split(' '));

const account = '1234567890123456';

export const userNames = [
  'desktop-reader:monitoring',
  'aliyunserviceroleforecd:ecd',
  'alice',
  'terraform-role:ci',
  'bob',
  'helpdesk',
  'cost-explorer:nightly',
  ...Array.from({ length: 33 }, (_, at) => `user-${at}`),
];

export const addresses = [
  '198.51.100.20',
  '10.0.12.7',
  'Internal',
  '192.0.2.10',
  'ecd.aliyuncs.com',
  '100.104.3.18',
  ...Array.from({ length: 40 }, (_, at) => `172.${16 + (at % 16)}.${at * 5}.${at + 9}`),
];

const userAgents = [
  'AlibabaCloud (Linux; amd64) Java/1.8.0_252-b09 Core/4.4.6 HTTPClient/ApacheHttpClient',
  'AlibabaCloud (linux; amd64) Golang/1.21.4 Core/0.01 TeaDSL/1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'aliyun-cli/3.0.210 (linux; amd64)',
  'AliyunConsole',
  'Terraform/1.6.0 Provider/1.214.0 Terraform-Module/desktops',
  'ecd.aliyuncs.com',
];

const regions = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'ap-southeast-1'];

const refusals = [
  ['InvalidParameter', 'The specified parameter is not valid.'],
  ['Throttling.User', 'Request was denied due to user flow control.'],
  ['Forbidden.RAM', 'User not authorized to operate on the specified resource.'],
] as const;

/** A record of this call, as JSON text on one line: 1 to 2 KB. */
export function recordText(random: Random, call: Call): string {
  const fields = recordFields(random, call);
  const record: Record<string, unknown> = {};
  for (const key of pick(random, keyOrders)) {
    if (fields[key] !== undefined) record[key] = fields[key];
  }
  return JSON.stringify(record);
}

function recordFields(random: Random, { service, name }: Call): Readonly<Record<string, unknown>> {
  const requestId = uuid(random).toUpperCase();
  const region = pickSkewed(random, regions);
  const product = service.toLowerCase();
  const host = `${product}.${region}.aliyuncs.com`;
  const read = /^(Describe|List|Get)/.test(name);
  const [errorCode, errorMessage] = random() < 0.015 ? pick(random, refusals) : ['', ''];
  const time = `2026-11-${10 + whole(random, 20)}T${10 + whole(random, 14)}:${10 + whole(random, 50)}:00Z`;
  const parameters = {
    AcsHost: host,
    AcsProduct: product,
    ServiceCode: product,
    RequestId: requestId,
    HostId: host,
    RegionId: region,
    Region: region,
    Format: 'JSON',
    SignatureType: '',
    ClientToken: uuid(random),
    ...resourceParameters(random, read),
  };
  return {
    apiVersion: service === 'ecd' ? '2020-09-30' : '2020-04-15',
    requestId,
    eventType: 'ApiCall',
    userIdentity: identity(random, time),
    acsRegion: region,
    eventName: name,
    requestParameters: parameters,
    ...(!read && { responseElements: { RequestId: requestId, Success: true } }),
    ...(!read && { referencedResources: { 'ACS::ECD::Desktop': [resourceId(random)] } }),
    eventSource: host,
    eventRW: read ? 'Read' : 'Write',
    serviceName: service,
    eventTime: time,
    userAgent: pickSkewed(random, userAgents),
    eventId: uuid(random),
    additionalEventData: { Scheme: 'https', CallbackUrl: `https://${host}/${region}/desktops` },
    isGlobal: false,
    recipientAccountId: account,
    errorCode,
    errorMessage,
    eventVersion: random() < 0.7 ? '1' : 1,
    sourceIpAddress: pickSkewed(random, addresses),
  };
}

function resourceParameters(random: Random, read: boolean): Readonly<Record<string, unknown>> {
  const ids = Array.from({ length: whole(random, 9) }, (_, at) => [
    `DesktopId.${at + 1}`,
    resourceId(random),
  ]);
  return {
    ...Object.fromEntries(ids),
    ...(read && { MaxResults: '100', NextToken: letters(random, 44) }),
    // Most text is plain ASCII, and what people call their things is not.
    ...(random() < 0.05 && { DesktopName: `财务部-${whole(random, 100)}` }),
  };
}

function identity(random: Random, time: string): Readonly<Record<string, unknown>> {
  if (random() < 0.003) {
    return { type: 'root-account', accountId: account, principalId: account, userName: 'root' };
  }
  const userName = pickSkewed(random, userNames);
  const role = userName.includes(':');
  return {
    accessKeyId: `${role ? 'STS.NU' : 'LTAI5t'}${letters(random, 18)}`,
    sessionContext: { attributes: { mfaAuthenticated: String(!role), creationDate: time } },
    accountId: account,
    principalId: `2000000000000000${userNames.indexOf(userName) + 10}`,
    type: role ? 'assumed-role' : 'ram-user',
    userName,
  };
}

function resourceId(random: Random): string {
  return `ecd-${letters(random, 17, 'abcdefghijklmnopqrstuvwxyz0123456789')}`;
}
