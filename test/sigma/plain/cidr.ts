/** An address as a number. One of IPv4 that is written in IPv6 (`::ffff:1.2.3.4`) is of IPv4. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Whether a network (`10.0.0.0/8`, or one address) holds an address. */
export function cidrHolds(network: string, text: string): boolean {
  const [base = '', length] = network.split('/');
  const first = parseAddress(base);
  const address = parseAddress(text);
  if (first === undefined) throw new Error(`not a network: ${network}`);
  if (address === undefined || address.bits !== first.bits) return false;
  // A network that is written in IPv6 counts its prefix from the front of an IPv6 address.
  const written = base.includes(':') ? 128 : 32;
  const host = BigInt(length === undefined ? 0 : written - Number(length));
  return first.value >> host === address.value >> host;
}

function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const groups = readIpv4(text);
    return groups && { bits: 32, value: joinGroups(groups) };
  }
  const groups = readIpv6(text);
  if (groups === undefined) return undefined;
  const value = joinGroups(groups);
  return value >> 32n === 0xffffn
    ? { bits: 32, value: value & 0xffff_ffffn }
    : { bits: 128, value };
}

function joinGroups(groups: readonly number[]): bigint {
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The two groups of 16 bits of `1.2.3.4`. */
function readIpv4(text: string): readonly number[] | undefined {
  const octets = text.split('.');
  const right = octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256);
  const [a = 0, b = 0, c = 0, d = 0] = octets.map(Number);
  return right && octets.length === 4 ? [a * 256 + b, c * 256 + d] : undefined;
}

/** The eight groups of an IPv6 address; `::` stands for one or more that are zero. */
function readIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = '', right] = halves;
  // Only the very end of an address may be written as IPv4.
  const before = readGroups(left, right === undefined);
  const after = right === undefined ? [] : readGroups(right, true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

function readGroups(text: string, last: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const written = text.split(':');
  for (const [index, group] of written.entries()) {
    const ipv4 = last && index === written.length - 1 ? readIpv4(group) : undefined;
    if (ipv4 !== undefined) groups.push(...ipv4);
    else if (/^[\da-f]{1,4}$/i.test(group)) groups.push(Number.parseInt(group, 16));
    else return undefined;
  }
  return groups;
}
