import { BlockList, isIP, isIPv4 } from 'node:net';

/** Ranges of addresses; one of IPv6 never speaks of an IPv4 address, which BlockList would let it. */
export interface AddressRanges {
  readonly ipv4: BlockList;
  readonly ipv6: BlockList;
}

/**
 * What is not the public internet: https://www.iana.org/assignments/iana-ipv4-special-registry. The
 * ranges for documentation are left out, since nothing answers there. 100.64.0.0/10 holds Alibaba
 * Cloud's own services, and with them the metadata at 100.100.100.200 that hands out credentials.
 */
const privateIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** An IPv4 address behind a gateway: https://www.rfc-editor.org/rfc/rfc6052#section-2.1 */
const NAT64 = '64:ff9b::';

/**
 * Of IPv6 only this is public; all else is loopback, unique-local, link-local, multicast, or not given
 * out: https://www.iana.org/assignments/ipv6-address-space
 */
const publicIpv6 = ['2000::/3', `${NAT64}/96`];

/**
 * And not even all of that: https://www.iana.org/assignments/iana-ipv6-special-registry. 2001::/23
 * holds Teredo, and in an address of that or of 6to4 (2002::/16) stands an IPv4 address to which a
 * relay would carry us: both are long out of use.
 */
const privateIpv6 = ['2001::/23', '2002::/16', ...privateIpv4.map(behindNat64)];

const noPublic = readRanges([...privateIpv4, ...privateIpv6]);
const isGlobal = readRanges(publicIpv6);
const mapped = readRanges(['::ffff:0:0/96']);

/** The address that a URL names in place of a host. The URL has brought 0x7f.1 and the like into one spelling. */
export function addressIn({ hostname }: URL): string | undefined {
  const address = hostname.replace(/^\[|\]$/gu, '');
  return isIP(address) === 0 ? undefined : address;
}

/** Whether an address is one of the public internet. What is no address is not. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0 || isWithin(noPublic, address)) return false;
  return holdsIpv4(address) || isGlobal.ipv6.check(address, 'ipv6');
}

/** Whether an address lies in one of the ranges; ::ffff:10.1.2.3 is 10.1.2.3. */
export function isWithin(ranges: AddressRanges, address: string): boolean {
  if (isIPv4(address)) return ranges.ipv4.check(address, 'ipv4');
  // BlockList itself reads the IPv4 address in a mapped one.
  return (holdsIpv4(address) ? ranges.ipv4 : ranges.ipv6).check(address, 'ipv6');
}

/** Ranges such as 10.1.2.0/24, each of which has passed `isRange`. */
export function readRanges(texts: readonly string[]): AddressRanges {
  const ranges = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const text of texts) {
    const [address = '', bits] = text.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    ranges[family].addSubnet(address, Number(bits), family);
  }
  return ranges;
}

/** Whether a text is a range in CIDR notation: an address and how many of its bits count. */
export function isRange(text: string): boolean {
  const [, address = '', bits] = /^([\da-f:.]+)\/(\d{1,3})$/iu.exec(text) ?? [];
  if (isIPv4(address)) return Number(bits) <= 32;
  return isIP(address) === 6 && Number(bits) <= 128 && !holdsIpv4(address);
}

function holdsIpv4(address: string): boolean {
  return isIPv4(address) || mapped.ipv6.check(address, 'ipv6');
}

function behindNat64(range: string): string {
  const [address, bits] = range.split('/');
  return `${NAT64}${address}/${96 + Number(bits)}`;
}
