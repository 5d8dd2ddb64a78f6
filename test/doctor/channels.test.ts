import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { examineChannel } from '../../src/doctor/channels.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { blackHole } from '../support/black-hole.ts';
import { madeCertificate } from '../support/made-certificate.ts';
import { codesOf, expectNoSecret, mendOf } from './patient.ts';

const DAY = 24 * 60 * 60_000;

const certificate = madeCertificate('localhost', 60);

/** A host that speaks TLS, and remembers how much it was told. */
async function host({ key, cert } = certificate) {
  let bytes = 0;
  const server = createServer({ key, cert }, (socket) => {
    socket.on('data', (data) => {
      bytes += data.length;
    });
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { port, bytes: () => bytes };
}

const HERE = ['127.0.0.0/8'];

function look(
  settings: Parameters<typeof examineChannel>[1][string],
  { failing = {}, ca = certificate.cert, now = Date.now() } = {},
): Promise<readonly Finding[]> {
  return examineChannel(
    'ours',
    { ours: settings },
    { now: () => now, timeoutMs: 1_000, failing: new Map(Object.entries(failing)), ca },
  );
}

const webhookAt = (port: number, allow_addresses: string[] = HERE) => ({
  type: 'webhook' as const,
  webhook: `https://localhost:${port}/secret-webhook-path`,
  allow_addresses,
});

test('a host is reached, and told nothing', async () => {
  const { port, bytes } = await host();
  const findings = await look(webhookAt(port));
  expect(codesOf(findings, 'channel', 'ours')).toEqual(['ok']);
  expect(bytes()).toBe(0);
  expect(JSON.stringify(findings)).not.toContain('secret-webhook-path');
});

test('an address that is not allowed is not connected to', async () => {
  const { port } = await host();
  const findings = await look(webhookAt(port, []));
  expect(codesOf(findings, 'channel')).toEqual(['address-private']);
  expect(mendOf(findings, 'channel')).toContain('channels.ours.allow_addresses');
});

test('a certificate of another host is a fault', async () => {
  const other = madeCertificate('other.example', 60);
  const { port } = await host(other);
  const findings = await look(webhookAt(port), { ca: other.cert });
  expect(codesOf(findings, 'channel')).toEqual(['certificate-refused']);
});

test('a certificate that nobody known has signed is a fault', async () => {
  const { port } = await host();
  const findings = await look(webhookAt(port), {
    ca: madeCertificate('other.example', 60).cert,
  });
  expect(codesOf(findings, 'channel')).toEqual(['certificate-refused']);
  expect(mendOf(findings, 'channel')).toContain('channels.ours');
});

test('a certificate that runs out soon is a warning where it is ours to renew', async () => {
  const { port } = await host();
  const findings = await look(webhookAt(port), { now: Date.now() + 50 * DAY });
  expect(codesOf(findings, 'channel')).toEqual(['certificate-ends']);
});

test.each([
  ['that takes no connection', async () => 'https://localhost:1'],
  ['that nobody knows', async () => 'https://no-such-host.invalid'],
  ['that never answers', async () => (await blackHole()).replace('http:', 'https:')],
])('a host %s is a fault', async (_, find) => {
  const webhook = `${await find()}/secret-webhook-path`;
  const findings = await look({ type: 'webhook', webhook, allow_addresses: HERE });
  expect(codesOf(findings, 'channel')).toEqual(['not-answering']);
  expect(mendOf(findings, 'channel')).toContain('channels.ours.webhook');
  expect(JSON.stringify(findings)).not.toContain('secret-webhook-path');
});

test.each([
  [{ type: 'slack', webhook: 'https://hooks.example/secret-slack' } as const, 'webhook'],
  [{ type: 'slack', webhook: '' } as const, 'webhook'],
  [{ type: 'pagerduty', routing_key: 'secret-slack' } as const, 'routing_key'],
  [{ type: 'slack', webhook: 'http://127.0.0.1:1/services/a/b/c' } as const, 'webhook'],
])('settings that are wrong are a fault that names the key', async (settings, key) => {
  const findings = await look(settings);
  expect(findings).toMatchObject([
    { code: 'config-wrong', message: expect.stringContaining(`channels.ours.${key}`) },
  ]);
  expectNoSecret(findings);
});

test('a channel that takes nothing from detect is a fault, reached or not', async () => {
  const { port } = await host();
  const findings = await look(webhookAt(port), { failing: { ours: 'the token is revoked' } });
  expect(codesOf(findings, 'channel')).toEqual(['channel-failing']);
  expect(mendOf(findings, 'channel')).toContain('channels test ours');
});
