import { expect, test } from 'vitest';
import { pickDetails } from '../../src/alerts/details.ts';
import { excerpt, isSecretName, redact } from '../../src/alerts/redact.ts';
import { takeSample, tidy } from '../../src/alerts/sample.ts';
import { deletion, eventOf } from '../support/audit-event.ts';

test.each([
  ['key LTAI5tExample0000abcd used', 'key LTAI…abcd used'],
  ['STS.NUExample0000000wxyz', 'STS.…wxyz'],
  ['LTAI5t**********abcd', 'LTAI…abcd'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '[redacted]'],
  ['-----BEGIN PRIVATE KEY-----\nMIIE cut off', '[redacted]'],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'Bearer [redacted]'],
  ['mysql -u root password=hunter2 db', 'mysql -u root password=[redacted] db'],
  ['{"password": "hunter2"}', '{"password": [redacted]}'],
  ['DB_PASSWORD=hunter2 next', 'DB_PASSWORD=[redacted] next'],
  [
    'export ALIBABA_CLOUD_ACCESS_KEY_SECRET=abc',
    'export ALIBABA_CLOUD_ACCESS_KEY_SECRET=[redacted]',
  ],
  ['{"adminPassword":"a b c","x":1}', '{"adminPassword":[redacted],"x":1}'],
  ['Authorization: Bearer abcdefgh', 'Authorization: [redacted]'],
  ['net use --password hunter2 x', 'net use --password [redacted] x'],
  [String.raw`{\"Password\":\"hunter2\"}`, String.raw`{\"Password\":[redacted]}`],
  ['--password hunter2', '--password [redacted]'],
  ['private_key: abc', 'private_key: [redacted]'],
  ['Cookie: sid=abc', 'Cookie: [redacted]'],
  [String.raw`"password" : "a\"b" c`, '"password" : [redacted] c'],
  ['redis://:p@ss@host', 'redis://:[redacted]@host'],
  ['passwordForTheDatabaseAdmin=hunter2', 'passwordForTheDatabaseAdmin=[redacted]'],
  ['registry/secret-app:v1.2', 'registry/secret-app:v1.2'],
  ['token-service:prod', 'token-service:prod'],
  ['STS.AssumeRole', 'STS.AssumeRole'],
  ['acs:ram::1234567890123456:role/secret-reader', 'acs:ram::1234567890123456:role/secret-reader'],
  ['password=a,bcdefgh', 'password=[redacted]'],
  ['the password policy was changed', 'the password policy was changed'],
  ['https://user:hunter2@example.com/', 'https://user:[redacted]@example.com/'],
  [
    'https://example.com/?access_token=abcdef&x=1',
    'https://example.com/?access_token=[redacted]&x=1',
  ],
  ['aliyun-cli/3.0.210', 'aliyun-cli/3.0.210'],
  ['epsrv-bp1example', 'epsrv-bp1example'],
])('%j is shown as %j', (text, shown) => {
  expect(redact(text)).toBe(shown);
});

test.each([
  'Password',
  'NewPassword',
  'password',
  'AccessKeySecret',
  'SecurityToken',
  'PrivateKey',
  'Users.1.Password',
  'verifyCode',
  'UserPwd',
  'PasswordHash',
  'AuthenticationCode1',
])('a parameter named %s is secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(['ServiceId', 'UserName', 'DesktopId.1', 'PolicyGroupId', 'KeyPairName'])(
  'a parameter named %s is not secret',
  (name) => {
    expect(isSecretName(name)).toBe(false);
  },
);

test('of a rule without fields, the first parameters are shown, without the plumbing', () => {
  const event = eventOf(
    deletion({
      requestParameters: {
        RegionId: 'cn-hangzhou',
        AcsHost: 'privatelink.aliyuncs.com',
        ServiceId: 'epsrv-example1',
        UserId: '6543210987654321',
        NewPassword: 'hunter2',
      },
    }),
  );
  expect(pickDetails(event, [])).toEqual([
    { name: 'UserId', value: '6543210987654321' },
    { name: 'NewPassword', value: '[redacted]' },
  ]);
});

test('of a rule with fields, these are shown, numbered and nested ones too', () => {
  const event = eventOf(
    deletion({
      sourceIpAddress: '203.0.113.7',
      requestParameters: {
        'AddAccount.1': 'a',
        'AddAccount.2': 'b',
        Nested: { Token: 't', Kept: 1 },
      },
    }),
  );
  const fields = ['requestParameters.AddAccount', 'requestParameters.Nested', 'sourceIpAddress'];
  expect(pickDetails(event, fields)).toEqual([
    { name: 'AddAccount.1', value: 'a' },
    { name: 'AddAccount.2', value: 'b' },
    { name: 'Nested', value: '{"Token":[redacted],"Kept":1}' },
    { name: 'sourceIpAddress', value: '203.0.113.7' },
  ]);
});

test('what is secret in JSON text is found by its name, however deep', () => {
  const Users = JSON.stringify([
    { EndUserId: 'u1', Extra: JSON.stringify({ NewPassword: 'x y' }) },
  ]);
  const Env = '[{"Name":"DB_PASSWORD","Value":"hunter2"}]';
  const requestParameters = {
    Users,
    Env,
    Args: ['--password', 'hunter2'],
    Json: ['{"Token":"x"}'],
  };
  expect(pickDetails(eventOf(deletion({ requestParameters })), [])).toEqual([
    { name: 'Users', value: '[{"EndUserId":"u1","Extra":{"NewPassword":[redacted]}}]' },
    { name: 'Env', value: '[{"Name":"DB_PASSWORD","Value":"[redacted]"}]' },
    { name: 'Args', value: '--password, [redacted]' },
    { name: 'Json', value: '[{"Token":[redacted]}]' },
  ]);
});

test('parameters of any depth and size make a short text', () => {
  const Deep: unknown = JSON.parse('{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000));
  const requestParameters = { Deep, Long: 'x'.repeat(5_000_000), List: Array(1_000_000).fill('y') };
  const details = pickDetails({ ...eventOf(deletion()), parameters: requestParameters }, []);
  expect(details.map(({ name }) => name)).toEqual(['Deep', 'Long', 'List']);
  for (const { value } of details) expect(value.length).toBeLessThanOrEqual(200);
});

test('half a secret in front of a cut is redacted', () => {
  const secret = ' redis://user:SuperSecretPassword@host/0';
  expect(excerpt(() => 'x'.repeat(475) + secret)).toMatch(/user:\[redacted\]…?$/);
  expect(tidy('x'.repeat(275) + secret)).toMatch(/user:\[redacted\]…?$/);
});

test('a sample keeps no record and no whole access key', () => {
  const rule = {
    id: 'r',
    title: '',
    level: 'low',
    tags: [],
    fields: [],
    runbook: [],
    zh: {},
  } as const;
  const sample = takeSample(eventOf(deletion({ userAgent: 'x'.repeat(10_000) })), rule);
  expect(sample).not.toHaveProperty('fields');
  expect(JSON.stringify(sample)).not.toContain('LTAI5tExample');
  expect(JSON.stringify(sample).length).toBeLessThan(3_000);
});
