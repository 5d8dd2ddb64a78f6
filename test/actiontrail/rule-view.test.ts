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

test('a list that has a beginning under its plain name goes on with its members', () => {
  const record = deletion({ requestParameters: { AddAccount: ['a'], 'AddAccount.2': 'b' } });
  expect(recordOf(record).fields).toMatchObject({
    requestParameters: { AddAccount: [['a'], 'b'] },
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
