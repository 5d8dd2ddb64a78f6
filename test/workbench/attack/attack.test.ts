import { expect, test } from 'vitest';
import {
  knownTactic,
  successorOf,
  tacticOf,
  tactics,
  techniqueId,
  techniqueOf,
  techniques,
} from '../../../src/workbench/attack/attack.ts';

test('the tactics are those of ATT&CK v19, in the order of the matrix', () => {
  expect(tactics.map(({ tag }) => tag)).toEqual([
    'reconnaissance',
    'resource-development',
    'initial-access',
    'execution',
    'persistence',
    'privilege-escalation',
    'stealth',
    'defense-impairment',
    'credential-access',
    'discovery',
    'lateral-movement',
    'collection',
    'command-and-control',
    'exfiltration',
    'impact',
  ]);
  expect(tacticOf('attack.stealth')?.id).toBe('TA0005');
  expect(tacticOf('attack.defense-impairment')?.id).toBe('TA0112');
});

test.each([
  ['attack.impact', true],
  ['attack.defense-evasion', false],
  ['attack.t1485', false],
  ['impact', false],
  ['car.impact', false],
])('%s names a tactic: %j', (tag, known) => {
  expect(knownTactic(tag)).toBe(known);
});

test.each([
  ['attack.t1485.001', 'T1485.001', 'Lifecycle-Triggered Deletion'],
  ['attack.t1578', 'T1578', 'Modify Cloud Compute Infrastructure'],
  ['attack.t9999', 'T9999', undefined],
  ['attack.t1485.1', undefined, undefined],
  ['attack.impact', undefined, undefined],
  ['t1485', undefined, undefined],
])('%s is the technique %s, %s', (tag, id, name) => {
  expect(techniqueId(tag)).toBe(id);
  expect(techniqueOf(tag)?.name).toBe(name);
});

test('a technique that was revoked leads to the one in its place', () => {
  expect(successorOf('attack.t1562.008')).toBe('T1685.002');
  expect(successorOf('attack.t1562.007')).toBe('T1686.001');
  expect(successorOf('attack.t1485')).toBeUndefined();
});

test('every technique has an id of its own, tactics that there are, and the one above it', () => {
  const ids = techniques.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, tactics: of } of techniques) {
    expect(of.length).toBeGreaterThan(0);
    expect(of.filter((tag) => !knownTactic(`attack.${tag}`))).toEqual([]);
    expect(ids).toContain(id.slice(0, 5));
    expect(successorOf(`attack.${id.toLowerCase()}`)).toBeUndefined();
  }
});
