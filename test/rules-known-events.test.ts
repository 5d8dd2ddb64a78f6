import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileRules } from '../src/sigma/match/compile-rules.ts';
import { eventsOf } from './support/catalogued.ts';
import { shippedRules } from './support/shipped.ts';

const { rules } = shippedRules();

const packs = [
  ['ECD', 'ecd'],
  ['PrivateLink', 'privatelink'],
] as const;

/** Tells whether the rule for what no other rule knows rings for a call that succeeded. */
function catchAllOf(pack: string): (serviceName: string, eventName: string) => boolean {
  const file = `rules/${pack}/${pack}_change_no_rule_knows.yml`;
  const { match } = compileRules(rules.filter((rule) => rule.file === file));
  return (serviceName, eventName) => {
    const matches = match({ serviceName, eventName, errorCode: '' }, (_, error) => {
      throw error;
    });
    return matches.length > 0;
  };
}

test.each(packs)('the known events of %s are the changes in the catalogue', (service, pack) => {
  const writes = eventsOf(service).filter(([, { access }]) => access === 'write');
  expect(parse(readFileSync(`rules/lists/${pack}_known_events.yml`, 'utf8'))).toEqual({
    [`${pack}_known_events`]: writes.map(([name]) => name).toSorted(),
  });
});

test.each(packs)(
  'no call of %s in the catalogue rings as one that nobody knows',
  (service, pack) => {
    const isUnknown = catchAllOf(pack);
    const names = eventsOf(service).map(([name]) => name);
    expect(names.filter((name) => isUnknown(service, name))).toEqual([]);
  },
);

test.each(packs)('what changes something in %s is told by its name', (service, pack) => {
  const isUnknown = catchAllOf(pack);
  // A call with the verb of a known one, and an ending that none has.
  const verbs = eventsOf(service)
    .filter(([, { access }]) => access === 'write')
    .flatMap(([name]) => /^[A-Z][a-z]+/.exec(name) ?? [])
    .filter((verb) => verb !== 'Get' && verb !== 'Do');
  expect(verbs.filter((verb) => !isUnknown(service, `${verb}NewExample`))).toEqual([]);
});

test.each([
  'DeleteDirectories',
  'DeleteCloudDriveGroups',
  'CreateCdsFileShareLink',
  'DeleteAutoSnapshotPolicy',
  'GetConnectionTicket',
  'DescribeUsersPassword',
])('%s is newer than the catalogue, and rings', (eventName) => {
  expect(catchAllOf('ecd')('ECD', eventName)).toBe(true);
});
