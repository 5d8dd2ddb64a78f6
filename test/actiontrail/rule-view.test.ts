import { expect, test } from 'vitest';
import { deletion, recordOf } from '../support/audit-event.ts';

test('rules see the record as written, under the canonical service name', () => {
  const record = deletion({ serviceName: 'privatelink', custom: { kept: true } });
  expect(recordOf(record).fields).toEqual({ ...record, serviceName: 'PrivateLink' });
});

test('rules see objects where the record has JSON text', () => {
  const record = deletion({
    userIdentity: '{"type":"root-account"}',
    requestParameters: '{"A":"1"}',
  });
  expect(recordOf(record).fields).toMatchObject({
    userIdentity: { type: 'root-account' },
    requestParameters: { A: '1' },
  });
});

test('requestParameterJson stands in for parameters that are missing', () => {
  const record = deletion({ requestParameters: undefined, requestParameterJson: '{"A":"1"}' });
  expect(recordOf(record).fields).toMatchObject({ requestParameters: { A: '1' } });
});
