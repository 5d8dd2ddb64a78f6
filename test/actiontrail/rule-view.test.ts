import { expect, test } from 'vitest';
import { ruleView } from '../../src/actiontrail/rule-view.ts';
import { deletion, eventOf } from '../support/audit-event.ts';

test('rules see the record as written, under the canonical service name', () => {
  const record = deletion({ serviceName: 'privatelink', custom: { kept: true } });
  expect(ruleView(eventOf(record))).toEqual({ ...record, serviceName: 'PrivateLink' });
});

test('rules see objects where the record has JSON text', () => {
  const record = deletion({
    userIdentity: '{"type":"root-account"}',
    requestParameters: '{"A":"1"}',
  });
  expect(ruleView(eventOf(record))).toMatchObject({
    userIdentity: { type: 'root-account' },
    requestParameters: { A: '1' },
  });
});

test('requestParameterJson stands in for parameters that are missing', () => {
  const record = deletion({ requestParameters: undefined, requestParameterJson: '{"A":"1"}' });
  expect(ruleView(eventOf(record))).toMatchObject({ requestParameters: { A: '1' } });
});
