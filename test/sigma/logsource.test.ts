import { expect, test } from 'vitest';
import { logsourceApplies } from '../../src/sigma/logsource.ts';

const source = { product: 'alicloud', category: undefined, service: 'actiontrail' };

test.each([
  [{ product: 'alicloud', service: 'actiontrail' }, true],
  [{ product: 'alicloud' }, true],
  [{ service: 'actiontrail' }, true],
  [{ product: 'AliCloud' }, true],
  [{ product: 'aws', service: 'actiontrail' }, false],
  [{ product: 'alicloud', service: 'waf' }, false],
  [{ product: 'alicloud', category: 'firewall' }, false],
  [{}, true],
])('a rule for %j applies to ActionTrail: %j', (parts, expected) => {
  const rule = { product: undefined, category: undefined, service: undefined, ...parts };
  expect(logsourceApplies(rule, source)).toBe(expected);
});
