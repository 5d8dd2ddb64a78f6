import { expect, test } from 'vitest';
import { byGravity } from '../../src/model/level.ts';
import { compileRules } from '../../src/sigma/match/compile-rules.ts';
import { eventsOf } from '../support/catalogued.ts';
import { shippedRules } from '../support/shipped.ts';

const { match } = compileRules(shippedRules().rules);

/** The level of the gravest rule that rings for a call that succeeded, and says nothing more. */
function levelOf(serviceName: string, eventName: string) {
  const rules = match({ serviceName, eventName, errorCode: '' }, (_, error) => {
    throw error;
  });
  return rules.map(({ level }) => level).toSorted(byGravity)[0];
}

test.each(['PrivateLink', 'ECD'])(
  'the risk of what changes something in %s is the level at which its plain call rings',
  (service) => {
    const writes = eventsOf(service).filter(([, { access }]) => access === 'write');
    expect(Object.fromEntries(writes.map(([name]) => [name, levelOf(service, name)]))).toEqual(
      Object.fromEntries(writes.map(([name, { risk }]) => [name, risk])),
    );
  },
);
