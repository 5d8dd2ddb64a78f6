import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  canonicalService,
  describeEvent,
  describeService,
  isNewEvent,
  knownEvents,
  knownEventsOf,
  knownServices,
} from '../../src/actiontrail/catalogue.ts';
import { pastTense } from '../../src/alerts/past-tense.ts';
import { isFields } from '../../src/model/fields.ts';
import { levels } from '../../src/model/level.ts';

const files = new URL('../../src/actiontrail/catalogue/', import.meta.url);
const pages = new URL('../fixtures/audit-events/', import.meta.url);

/** The lines of a file but for comments. */
function linesOf(file: URL): readonly string[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.filter((line) => !line.startsWith('#'));
}

function everyEvent() {
  return knownServices().flatMap((service) =>
    knownEventsOf(service).map((name) => ({ service, name, ...describeEvent(service, name) })),
  );
}

test.each([
  ['privatelink.txt', 'PrivateLink', 47],
  ['ecd.txt', 'ECD', 322],
])('%s: the catalogue has every event of the page, and no other', (page, service, count) => {
  const names = linesOf(new URL(page, pages));
  expect(names).toHaveLength(count);
  expect(knownEventsOf(service)).toEqual(names);
});

test.each(linesOf(new URL('cis.txt', pages)).map((line) => line.split(/ (.+): /)))(
  'all events that CIS control %s asks for an alert on are described',
  (_, services = '', names = '') => {
    const known = services.split(' ').flatMap(knownEventsOf);
    expect(known).toEqual(expect.arrayContaining(names.split(' ')));
  },
);

test.each(readdirSync(files))('%s is written in the words that the catalogue knows', (file) => {
  const service: unknown = JSON.parse(readFileSync(new URL(file, files), 'utf8'));
  if (!isFields(service) || !isFields(service['events'])) throw new Error(`${file} has no events`);
  expect(canonicalService(String(service['service']))).toBe(service['service']);
  for (const [name, event] of Object.entries(service['events'])) {
    expect(event, name).toEqual({
      access: expect.toBeOneOf(['read', 'write']),
      risk: expect.toBeOneOf([...levels]),
      en: expect.any(String),
      zh: expect.any(String),
    });
  }
});

test('every file of the catalogue is in use', () => {
  const described = knownServices().filter((service) => knownEventsOf(service).length > 0);
  expect(described).toHaveLength(readdirSync(files).length);
});

test('a read is at most of medium risk', () => {
  const grave = everyEvent().filter(
    ({ access, risk }) => access === 'read' && (risk === 'high' || risk === 'critical'),
  );
  expect(grave).toEqual([]);
});

test('only what takes the watch away is critical', () => {
  const critical = everyEvent().filter(({ risk }) => risk === 'critical');
  expect(critical.map(({ service, name }) => `${service} ${name}`)).toEqual([
    'Actiontrail DeleteTrail',
    'Actiontrail StopLogging',
  ]);
});

test('an English phrase can follow "tried to", and needs no full stop', () => {
  for (const { name, en } of everyEvent()) {
    expect(en, name).toMatch(/^[a-z]+( [\w'-]+)+$/);
  }
});

test('a Chinese phrase begins in Chinese, has no Latin word but a name, and no punctuation', () => {
  for (const { name, zh = '' } of everyEvent()) {
    expect(zh, name).toMatch(/^\p{Script=Han}[\p{Script=Han}A-Za-z ]*$/u);
    for (const word of zh.match(/[A-Za-z]+/g) ?? []) expect(latin, name).toContain(word);
    // Between Chinese and Latin there is one space.
    expect(zh, name).not.toMatch(/\p{Script=Han}[A-Za-z]|[A-Za-z]\p{Script=Han}| {2}/u);
  }
});

/** What Alibaba Cloud's own Chinese writes in Latin letters. */
const latin = `
  PrivateLink Binlog ClassicLink IPsec ACL AD CA CSV DNAT ECS ETL HTTP HTTPS IP IPS ISV
  KMS NAS NAT NLB OIDC OSS RAM RDS SAML SLS SNAT SQL SSL SSO TCP UDP VPC VPN
`
  .trim()
  .split(/\s+/);

test('every verb of the catalogue has been read in the past tense', () => {
  const verbs = new Set(everyEvent().map(({ en = '' }) => en.split(' ', 1)[0] ?? ''));
  expect([...verbs].map(pastTense).toSorted()).toEqual(past.trim().split(/\s+/));
  const second = new RegExp(` (?:or|and|then) (?:${[...verbs].join('|')}) (?:an?|the) `);
  expect(everyEvent().filter(({ en = '' }) => second.test(en))).toEqual([]);
});

const past = `
  aborted accepted activated added allocated applied associated assumed attached
  authorized bound cancelled changed checked cleared cloned copied counted created
  declined decrypted deleted deregistered destroyed detached disabled dissociated
  distributed divided downloaded enabled encrypted exported generated granted handled
  imported invited listed locked looked marked merged migrated moved notified opened
  ordered pointed published ran reassigned rebooted recreated registered rejected released
  removed renamed renewed replaced requested reset restarted restored retrieved revoked
  rotated scheduled searched sent set signed started stopped stored subscribed switched
  synchronized turned unbound unlocked upgraded uploaded verified viewed
`;

test.each([
  ['ECD', 'ECD'],
  ['ecd', 'ECD'],
  ['Ecd', 'ECD'],
  ['eds-user', 'ECD'],
  ['EdsUser', 'ECD'],
  ['PrivateLink', 'PrivateLink'],
  ['Privatelink', 'PrivateLink'],
  ['privatelink', 'PrivateLink'],
  ['RAM', 'Ram'],
  ['ims', 'Ims'],
  ['STS', 'Sts'],
  ['aascustomer', 'AasCustomer'],
  ['AASSUB', 'AasSub'],
  ['ActionTrail', 'Actiontrail'],
  ['ECS', 'Ecs'],
  ['vpc', 'Vpc'],
  ['SLB', 'Slb'],
  ['rds', 'Rds'],
  ['OSS', 'Oss'],
  ['kms', 'Kms'],
  ['cloudfw', 'Cloudfw'],
  ['resourcemanager', 'ResourceManager'],
  ['resource-manager', 'ResourceManager'],
  ['Sls', 'Log'],
  ['log', 'Log'],
  ['FC', 'Fc'],
  ['fc-open', 'Fc'],
  ['FC-Open', 'Fc'],
  ['pvtz', 'PrivateZone'],
  ['Workspace', undefined],
])('a record that says %s speaks of %s', (name, service) => {
  expect(canonicalService(name)).toBe(service);
});

test('no two services share a name', () => {
  const spellings = knownServices().flatMap((service) => [
    service,
    ...(describeService(service)?.aliases ?? []),
  ]);
  const folded = spellings.map((name) => name.toLowerCase().replaceAll('-', ''));
  expect(new Set(folded).size).toBe(folded.length);
});

test.each([
  ['PrivateLink', 'DeleteVpcEndpoint', false],
  ['PrivateLink', 'ChangeResourceGroup', true],
  ['ECD', 'RebootDesktops', true],
  ['ECD', 'constructor', true],
  // Of these services the catalogue has only what the rules need.
  ['Ecs', 'CreatePrefixList', false],
  ['PrivateZone', 'AddZoneRecord', false],
  ['Workspace', 'RebootDesktops', false],
])('%s %s is new: %s', (service, name, isNew) => {
  expect(isNewEvent(service, name)).toBe(isNew);
});

test('an event is described under the canonical name of its service, as it is spelled', () => {
  expect(describeEvent('PrivateLink', 'DeleteVpcEndpointService')).toEqual({
    access: 'write',
    risk: 'high',
    en: 'delete an endpoint service',
    zh: '删除终端节点服务',
  });
  expect(describeEvent('privatelink', 'DeleteVpcEndpointService')).toBeUndefined();
  expect(describeEvent('PrivateLink', 'deletevpcendpointservice')).toBeUndefined();
  expect(describeEvent('PrivateLink', 'toString')).toBeUndefined();
});

test('an event that several services have is known once', () => {
  expect(knownEvents().filter((name) => name === 'DescribeRegions')).toHaveLength(1);
});
