import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/sigma/items/address.ts';
import { networkContains, parseNetwork } from '../../../src/sigma/items/network.ts';

test.each([
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['192.168.4.0/22', '192.168.7.255', true],
  ['192.168.4.0/22', '192.168.8.0', false],
  ['0.0.0.0/0', '8.8.8.8', true],
  ['0.0.0.0/0', '::1', false],
  ['1.2.3.4/32', '1.2.3.4', true],
  ['1.2.3.4', '1.2.3.4', true],
  ['1.2.3.4', '1.2.3.5', false],
  ['2001:db8::/32', '2001:db8:ffff::1', true],
  ['2001:db8::/32', '2001:DB8::1', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['2001:db8::/33', '2001:db8:8000::', false],
  ['::/0', '1:2:3:4:5:6:7:8', true],
  ['::1', '0:0:0:0:0:0:0:1', true],
  ['fe80::/10', 'febf::1', true],
  ['fe80::/10', 'fec0::1', false],
  ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ['10.0.0.0/8', '::ffff:a01:203', true],
  ['::ffff:10.0.0.0/104', '10.1.2.3', true],
  ['10.0.0.0/8', '10.0.0', false],
  ['10.0.0.0/8', '10.0.0.256', false],
  ['10.0.0.0/8', '10.0.0.01', false],
  ['10.0.0.0/8', ' 10.0.0.1', false],
  ['10.0.0.0/8', '10.0.0.1:443', false],
  ['::/0', '1::2::3', false],
  ['::/0', ':::', false],
  ['::/0', '1:2:3:4:5:6:7', false],
  ['::/0', '1:2:3:4:5:6:7:8:9', false],
  ['::/0', '1:2:3:4:5:6:7::8', false],
  ['::/0', '12345::', false],
  ['::/0', '1.2.3.4::', false],
  ['10.0.0.0/8', 'Internal', false],
  ['10.0.0.0/8', '', false],
])('the network %s and the address %j: %j', (text, given, expected) => {
  const network = parseNetwork(text);
  if (typeof network === 'string') throw new Error(network);
  const address = parseAddress(given);
  expect(address !== undefined && networkContains(network, address)).toBe(expected);
});

test.each([
  '10.1.0.0/8',
  '10.0.0.1/31',
  '2001:db8::1/32',
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/',
  '10.0.0.0/08',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  '10.0.0/8',
  '/8',
  '',
  'example.com',
])('%j is refused as a network', (text) => {
  expect(parseNetwork(text)).toBeTypeOf('string');
});
