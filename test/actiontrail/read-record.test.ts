import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecord } from '../../src/actiontrail/read-record.ts';
import { deletion, eventOf } from '../support/audit-event.ts';
import { logOf } from '../support/raw-log.ts';

const documented = new URL('../fixtures/actiontrail/', import.meta.url);

test.each(readdirSync(documented))('the documented record %s is read whole', (file) => {
  const record: Record<string, unknown> = JSON.parse(
    readFileSync(new URL(file, documented), 'utf8'),
  );
  const event = eventOf(record);
  expect(event.id).toBe(record['eventId']);
  expect(event.name).toBe(record['eventName']);
  expect(event.time).toEqual(new Date(String(record['eventTime'])));
  expect(event.actor.name).not.toBe('unknown');
  expect(event.fields).toEqual(record);
});

test('an assumed role is told apart from its session', () => {
  const { actor } = eventOf(fixture('actiontrail-lookupevents-assumedrole.json'));
  expect(actor).toEqual({
    kind: 'assumed-role',
    name: 'custom-role-for-actiontrail',
    session: 'u1',
    account: '159498693826****',
    accessKey: 'STS.NUQNP4PiGyckMsNiGELCs****',
    mfa: false,
  });
});

test('a system event has no account, and its record names all its resources', () => {
  const event = eventOf(fixture('ecs-deletedisk-system.json'));
  expect(event.actor).toMatchObject({
    kind: 'system',
    name: 'ecs.aliyuncs.com',
    account: undefined,
  });
  expect(event.resources.map(({ id }) => id)).toEqual([
    'i-8vb0smn1lf6g77md****',
    'd-8vbf8rpv2nn0l1zm****',
  ]);
  expect(event.access).toBe('write');
});

test.each([
  ['consolesignin-root.json', false],
  ['consolesignin-ramuser.json', false],
  ['ram-deletegroup-ramuser-console.json', true],
  ['ram-creategroup-ramuser-cli.json', undefined],
])('MFA in %s is read as %s', (file, mfa) => {
  expect(eventOf(fixture(file)).actor.mfa).toBe(mfa);
});

test.each([
  ['a known serviceName wins', { serviceName: 'privatelink' }, 'PrivateLink'],
  [
    'a known serviceName wins over AcsProduct',
    { serviceName: 'Ecs', requestParameters: { AcsProduct: 'ecd' } },
    'Ecs',
  ],
  ['ecd is ECD', { serviceName: 'ecd', requestParameters: {} }, 'ECD'],
  ['eds-user is ECD', { serviceName: 'eds-user', requestParameters: {} }, 'ECD'],
  [
    'AcsProduct stands in for a name nobody knows',
    { serviceName: 'Workspace', requestParameters: { AcsProduct: 'ECD' } },
    'ECD',
  ],
  [
    'the host stands in for both',
    {
      serviceName: undefined,
      requestParameters: undefined,
      eventSource: 'eds-user.cn-shanghai.aliyuncs.com',
    },
    'ECD',
  ],
  [
    'a host may be written as a URL',
    {
      serviceName: '',
      requestParameters: {},
      eventSource: 'https://ecd.cn-hangzhou.aliyuncs.com/',
    },
    'ECD',
  ],
  [
    'a host in a VPC is the same service',
    {
      serviceName: undefined,
      requestParameters: {},
      eventSource: 'ecd-vpc.cn-hangzhou.aliyuncs.com',
    },
    'ECD',
  ],
  ['a name may be spelled with a hyphen or without', { serviceName: 'EdsUser' }, 'ECD'],
  [
    'the types of the resources stand in for all of them',
    { serviceName: undefined, requestParameters: {}, eventSource: undefined },
    'PrivateLink',
  ],
  [
    'AcsProduct may stand in requestParameterJson alone',
    {
      serviceName: undefined,
      eventSource: undefined,
      requestParameters: '',
      requestParameterJson: '{"AcsProduct":"ecd"}',
    },
    'ECD',
  ],
  [
    'parameters may be JSON text',
    { serviceName: 'x', requestParameters: '{"AcsProduct":"Privatelink"}' },
    'PrivateLink',
  ],
  [
    'a service nobody knows keeps its name',
    { serviceName: 'Quantum', requestParameters: {}, eventSource: 'q.aliyuncs.com' },
    'Quantum',
  ],
])('%s', (_, changes, service) => {
  expect(eventOf(deletion(changes)).service).toBe(service);
});

test.each([
  ['', { kind: 'succeeded' }],
  [undefined, { kind: 'succeeded' }],
  ['Forbidden.RAM', { kind: 'denied', code: 'Forbidden.RAM' }],
  ['NoPermission', { kind: 'denied', code: 'NoPermission' }],
  ['ForbiddenZone', { kind: 'failed', code: 'ForbiddenZone' }],
  ['InvalidDesktopId.NotFound', { kind: 'failed', code: 'InvalidDesktopId.NotFound' }],
])('errorCode %s means %o', (errorCode, outcome) => {
  expect(eventOf(deletion({ errorCode })).outcome).toEqual(outcome);
});

test('a denied call names its resource by its parameters', () => {
  const record = deletion({
    referencedResources: undefined,
    serviceName: 'ecd',
    eventName: 'DeleteDesktops',
    requestParameters: { 'DesktopId.1': 'ecd-a', 'DesktopId.2': 'ecd-b', DesktopIdle: 'no' },
  });
  expect(eventOf(record).resources.map(({ id }) => id)).toEqual(['ecd-a', 'ecd-b']);
});

test('resourceType and resourceName are read in pairs', () => {
  const record = deletion({
    referencedResources: undefined,
    resourceType: 'ACS::ECS::Disk;ACS::ECS::Instance',
    resourceName: 'd-1,d-2;i-1',
  });
  expect(eventOf(record).resources).toEqual([
    { type: 'ACS::ECS::Disk', id: 'd-1' },
    { type: 'ACS::ECS::Disk', id: 'd-2' },
    { type: 'ACS::ECS::Instance', id: 'i-1' },
  ]);
});

test('an id or a region in another shape than the cloud gives it makes no link', () => {
  const record = deletion({
    acsRegion: 'cn-hangzhou/../evil',
    referencedResources: { 'ACS::PrivateLink::VpcEndpointService': ['x)](https://example.com'] },
  });
  const event = eventOf(record);
  expect(event.resources[0]?.url).toBeUndefined();
  expect(event.trailUrl).toBe('https://actiontrail.console.aliyun.com/cn-hangzhou/event-list');
});

test.each([
  [
    'userIdentity as JSON text',
    { userIdentity: '{"type":"root-account","userName":"root"}' },
    'root',
  ],
  ['no userIdentity', { userIdentity: undefined }, 'unknown'],
  ['userIdentity as null', { userIdentity: null }, 'unknown'],
  ['userIdentity as a number', { userIdentity: 7 }, 'unknown'],
])('%s is tolerated', (_, changes, name) => {
  expect(eventOf(deletion(changes)).actor.name).toBe(name);
});

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['not a time', 'yesterday'],
  ['null', null],
])("where eventTime is %s the log's own time stands in", (_, eventTime) => {
  expect(eventOf(deletion({ eventTime })).time).toEqual(new Date(1_790_000_000_000));
});

test('a record without an id gets the hash of its bytes', () => {
  const record = deletion({ eventId: undefined });
  expect(eventOf(record).id).toMatch(/^[0-9a-f]{32}$/);
  expect(eventOf(record).id).toBe(eventOf(record).id);
  expect(eventOf(record).id).not.toBe(eventOf({ ...record, requestId: 'other' }).id);
});

test("a central store's owner_id names the account", () => {
  const record = deletion({ userIdentity: { type: 'system' } });
  expect(eventOf(record, { owner_id: '1234567890123456' }).account).toBe('1234567890123456');
});

test.each([
  ['a byte order mark', `\uFEFF${JSON.stringify(deletion())}`],
  ['JSON text in JSON text', JSON.stringify(JSON.stringify(deletion()))],
  [
    'JSON text in JSON text in JSON text',
    JSON.stringify(JSON.stringify(JSON.stringify(deletion()))),
  ],
  ['white space around it', `\n ${JSON.stringify(deletion())} \n`],
])('a record with %s is read', (_, text) => {
  expect(eventOf(text)).toMatchObject({ service: 'PrivateLink' });
});

test.each([
  ['nothing', undefined, 'no-event-content'],
  ['an empty text', '', 'not-json'],
  ['half of a record', JSON.stringify(deletion()).slice(0, 200), 'not-json'],
  ['bytes that are no text', new Uint8Array([0x1f, 0x8b, 0x08, 0x00, 0xff]), 'not-json'],
  ['null', 'null', 'not-an-object'],
  ['a number', '42', 'not-an-object'],
  ['a string', '"DeleteDesktops"', 'not-an-object'],
  ['an array', JSON.stringify([deletion()]), 'not-an-object'],
  ['1,000 arrays in each other', `${'['.repeat(1000)}${']'.repeat(1000)}`, 'not-an-object'],
  ['no eventName', deletion({ eventName: undefined }), 'no-event-name'],
  ['an empty eventName', deletion({ eventName: ' ' }), 'no-event-name'],
  ['a number for eventName', deletion({ eventName: 7 }), 'no-event-name'],
])('%s is malformed', (_, event, why) => {
  expect(readRecord(logOf(event))).toMatchObject({ kind: 'malformed', why });
});

test.each([
  ['1,000 levels', `{"a":`.repeat(1000) + '1' + '}'.repeat(1000)],
  ['5 MB', JSON.stringify({ Content: 'x'.repeat(5_000_000) })],
  ['lone surrogates', String.raw`{"Name":"\ud800 \udc00"}`],
])('a record with %s in its parameters is read', (_, parameters) => {
  const text = JSON.stringify(deletion({ requestParameters: 0 })).replace(
    '"requestParameters":0',
    `"requestParameters":${parameters}`,
  );
  expect(eventOf(text)).toMatchObject({ name: 'DeleteVpcEndpointService' });
});

test('no JSON makes reading throw, whatever its keys and values are', () => {
  const key = fc.constantFrom(
    'toString',
    'valueOf',
    '__proto__',
    'constructor',
    'length',
    'mfaChecked',
    'attributes',
    'userIdentity',
    'requestParameters',
    'referencedResources',
    'sessionContext',
    'type',
    'additionalEventData',
    'serviceName',
    'eventSource',
    'resourceName',
    'userName',
    'eventId',
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, '', 'a:b', 'root-account', 'assumed-role', 7, '{"a":1}'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, tree), (record) => {
      expect(eventOf({ ...record, eventName: 'X' }).name).toBe('X');
    }),
    { numRuns: 1_000 },
  );
});

test('a list without end costs no more than a long one', () => {
  const ids = Array.from({ length: 100_000 }, () => '1');
  const record = deletion({ referencedResources: { ['T'.repeat(400_000)]: ids } });
  expect(eventOf(record).resources).toHaveLength(1);
});

function fixture(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(file, documented), 'utf8'));
}
