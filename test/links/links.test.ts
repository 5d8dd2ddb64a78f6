import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLinks, type LinkOptions } from '../../src/links/links.ts';

const KEY = 'first-example-key-of-32-characters';
const OTHER = 'other-example-key-of-32-characters';
const ALERT = '0123456789abcdef0123456789abcdef';
const wanted = { use: 'link', aim: 'silence-4h', about: ALERT } as const;

function open(options: Partial<LinkOptions> = {}) {
  const url = 'https://alerts.example.com';
  return createLinks({ url, keys: [KEY], now: () => 0, randomBytes, ...options });
}

test('a token says what it is for, to whoever has its key', () => {
  const read = open().read(open().sign(wanted));
  expect(read).toMatchObject({ kind: 'valid', pass: { ...wanted, expiresAt: 86_400_000 } });
});

test('a token is short, and its URL leads to the page', () => {
  const token = open().sign(wanted);
  expect(token).toMatch(/^[\w-]{60}$/);
  expect(open().url(token)).toBe(`https://alerts.example.com/a?t=${token}`);
});

test('no two tokens are the same', () => {
  expect(open().sign(wanted)).not.toBe(open().sign(wanted));
});

test('a link is valid for a day, and a ticket for half an hour', () => {
  const [link, ticket] = [open().sign(wanted), open().sign({ ...wanted, use: 'ticket' })];
  const hour = open({ now: () => 3_600_000 });
  expect(hour.read(ticket)).toEqual({ kind: 'refused', why: 'expired' });
  expect(hour.read(link)).toMatchObject({ kind: 'valid' });
  const day = open({ now: () => 86_400_000 });
  expect(day.read(link)).toEqual({ kind: 'refused', why: 'expired' });
});

test('a token of a key that is not ours is refused, expired or not', () => {
  const foreign = open({ keys: [OTHER] }).sign(wanted);
  expect(open().read(foreign)).toEqual({ kind: 'refused', why: 'forged' });
  const late = open({ now: () => 90_000_000 });
  expect(late.read(foreign)).toEqual({ kind: 'refused', why: 'forged' });
});

test('keys are changed without breaking the links that are out', () => {
  const before = open({ keys: [OTHER] }).sign(wanted);
  const both = open({ keys: [KEY, OTHER] });
  expect(both.read(before)).toMatchObject({ kind: 'valid' });
  expect(open().read(both.sign(wanted))).toMatchObject({ kind: 'valid' });
});

test('a token that is altered in any bit, cut or lengthened is refused', () => {
  const links = open();
  const bytes = Buffer.from(links.sign(wanted), 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(links.read(altered.toString('base64url'))).toEqual({ kind: 'refused', why: 'forged' });
  }
  for (const other of [bytes.subarray(1), Buffer.concat([bytes, Buffer.alloc(1)])]) {
    expect(links.read(other.toString('base64url'))).toEqual({ kind: 'refused', why: 'forged' });
  }
});

test('only one spelling of a token is valid', () => {
  const token = open().sign(wanted);
  for (const other of [`${token}=`, ` ${token}`, `${token}\n`, `${token.slice(0, 59)}%`]) {
    expect(open().read(other)).toEqual({ kind: 'refused', why: 'forged' });
  }
});

test('no text at all is a valid token, as long as one or not', () => {
  const links = open();
  const ours = fc
    .uint8Array({ minLength: 45, maxLength: 45 })
    .map((bytes) => Buffer.from(bytes).toString('base64url'));
  fc.assert(
    fc.property(fc.oneof(ours, fc.string()), (text) => {
      expect(links.read(text)).toEqual({ kind: 'refused', why: 'forged' });
    }),
    { numRuns: 40 },
  );
});
