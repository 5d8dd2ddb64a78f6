import assert from 'node:assert/strict';
import * as detect from './detect/index.mjs';
import * as sweep from './sweep/index.mjs';
import * as web from './web/index.mjs';

// Calls what was built as Function Compute does, in an environment where nothing is configured.

const credentials = { accessKeyId: 'none', accessKeySecret: 'none' };
const context = { credentials, function: { timeout: 60 } };

for (const { initialize, handler, preStop } of [detect, sweep]) {
  await initialize(context);
  await assert.rejects(handler(Buffer.from('{}'), context), { name: 'ConfigError' });
  await preStop(context);
}

await web.initialize(context);
const healthz = {
  version: 'v1',
  rawPath: '/healthz',
  headers: { host: 'alerts.example.com' },
  queryParameters: {},
  body: '',
  isBase64Encoded: false,
  requestContext: { http: { method: 'GET', path: '/healthz', sourceIp: '192.0.2.1' } },
};
const answer = await web.handler(Buffer.from(JSON.stringify(healthz)), context);
assert.equal(answer.statusCode, 503);
console.log('built: detect, sweep and web load, and say that nothing is configured');
