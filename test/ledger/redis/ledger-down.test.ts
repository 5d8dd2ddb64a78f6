import { expect, test } from 'vitest';
import { ledgerDown, refusalOf } from '../../../src/ledger/redis/ledger-down.ts';

test.each([
  ['NOAUTH Authentication required.', 'NOAUTH'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'WRONGPASS'],
  ['ERR invalid password', 'WRONGPASS'],
  ["READONLY You can't write against a read only replica.", 'READONLY'],
  [
    'ERR Error running script (call to f_3b): @user_script:4: @user_script: 4: -READONLY You ' +
      "can't write against a read only slave. ",
    'READONLY',
  ],
  [
    'ERR Error running script (call to f_3b): @user_script:4: @user_script: 4: -OOM command not ' +
      "allowed when used memory > 'maxmemory'. ",
    'OOM',
  ],
  ['ERR DB index is out of range', 'ERR'],
])('%s is a refusal, of which only the code is said', (message, code) => {
  const error = new Error(message);
  expect(refusalOf(error)).toBe(code);
  expect(ledgerDown(error).message).toMatch(new RegExp(`^Redis: ${code}\\.`));
  expect(ledgerDown(error).message).not.toContain(message);
});

test.each([
  [Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:6379'), { code: 'ECONNREFUSED' })],
  [Object.assign(new Error('getaddrinfo ENOTFOUND host'), { code: 'ENOTFOUND' })],
  [Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
])('%s is no answer, of which only the code is said', (error) => {
  expect(refusalOf(error)).toBeUndefined();
  expect(ledgerDown(error).message).toMatch(new RegExp(`^Redis: ${error.code}\\.`));
  expect(ledgerDown(error).message).not.toContain(error.message);
});

test.each([
  [new Error('Connection is closed.')],
  [new Error("Stream isn't writeable and enableOfflineQueue options is false")],
  [new Error('Protocol error, got "H" as reply type byte. SECRET')],
  [Object.assign(new Error('odd'), { code: 'secret' })],
  [undefined],
])('%s says nothing', (error) => {
  expect(refusalOf(error)).toBeUndefined();
  expect(ledgerDown(error).message).toBe('Redis: the connection was lost.');
});
