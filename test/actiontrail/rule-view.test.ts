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

test('a list that is written member by member is an array too, in the order of its numbers', () => {
  const flat = { 'DesktopId.10': 'c', 'DesktopId.2': 'b', 'DesktopId.1': 'a', RegionId: 'r' };
  const record = deletion({ requestParameters: flat });
  expect(recordOf(record).fields).toMatchObject({
    requestParameters: { ...flat, DesktopId: ['a', 'b', 'c'] },
  });
});

test('of a switch what stands under the plain name wins over members, which nobody reads', () => {
  const parameters = (requestParameters: object) =>
    recordOf(deletion({ requestParameters })).fields['requestParameters'];
  expect(parameters({ DryRun: false, 'DryRun.1': true })).toMatchObject({ DryRun: false });
  expect(parameters({ 'MfaEnabled.1': 'true', MfaEnabled: 'false' })).toMatchObject({
    MfaEnabled: 'false',
  });
  for (const nothing of ['', ' ', null, [], '[]']) {
    const written = { AddAccount: nothing, 'AddAccount.2': 'b' };
    expect(parameters(written)).toMatchObject({ AddAccount: ['b'] });
  }
});

test('of what names resources neither the plain name nor a member hides the other', () => {
  const { fields } = recordOf(
    deletion({
      serviceName: 'ecd',
      requestParameters: { DesktopId: 'ecd-0', 'DesktopId.2': 'ecd-2', 'DesktopId.1': 'ecd-1' },
    }),
  );
  expect(fields).toMatchObject({ requestParameters: { DesktopId: ['ecd-0', 'ecd-1', 'ecd-2'] } });
});

test('a list that is written as a text is an array, where its members are plain', () => {
  const requestParameters = { DesktopId: '["a", "b", 1]', Tag: '[{"Key": "a"}]', Note: '[sic]' };
  const { fields } = recordOf(deletion({ requestParameters }));
  expect(fields).toMatchObject({
    requestParameters: { ...requestParameters, DesktopId: ['a', 'b', 1] },
  });
});

test('only rules see the arrays: messages show parameters as they were written', () => {
  const record = recordOf(deletion({ requestParameters: { 'DesktopId.1': 'a' } }));
  expect(record.parameters).toEqual({ 'DesktopId.1': 'a' });
});

test('a name that every object has is a name like any other', () => {
  const record = deletion({ requestParameters: JSON.parse('{"__proto__.1":"a","x.":1,".1":2}') });
  const { requestParameters } = recordOf(record).fields;
  expect(Object.keys(requestParameters ?? {})).toEqual(['__proto__.1', 'x.', '.1', '__proto__']);
});
