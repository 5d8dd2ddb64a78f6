/** An address as bytes, the first the highest: 4 of them or 16. */
type Address = readonly number[];

export interface Network {
  readonly address: Address;
  /** How many leading bits an address must share with this one. */
  readonly prefix: number;
}

/** The longest an IPv6 address can be written, with an IPv4 tail. Event text may be any length. */
const LONGEST_ADDRESS = 45;

/**
 * Reads `10.0.0.0/8` or `2001:db8::/32`; without a prefix it is one address. Answers a sentence
 * where it is none, or where bits are set behind the prefix: `10.1.0.0/8` is more likely a slip.
 */
export function parseNetwork(text: string): Network | string {
  const [head = '', tail, ...rest] = text.split('/');
  const address = parseAddressBytes(head);
  if (address === undefined || rest.length > 0) return `'${text}' is no network`;
  const bits = address.length * 8;
  if (tail !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(tail)) return `'${text}' is no network`;
  const prefix = tail === undefined ? bits : Number(tail);
  if (prefix > bits) return `the prefix of '${text}' is longer than ${bits} bits`;
  if (!sameBytes(mask(address, prefix), address)) return `'${text}' has bits set behind its prefix`;
  return isMapped(address) && prefix >= 96
    ? { address: address.slice(12), prefix: prefix - 96 }
    : { address, prefix };
}

/** Whether the text is an address in the network. Text that is no address is in none. */
export function networkContains(network: Network, text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined || address.length !== network.address.length) return false;
  return sameBytes(mask(address, network.prefix), network.address);
}

/** Clears every bit behind the prefix. */
function mask(address: Address, prefix: number): Address {
  return address.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return byte & (0xff00 >> kept);
  });
}

function sameBytes(a: Address, b: Address): boolean {
  return a.every((byte, index) => byte === b[index]);
}

/** An IPv4 address that came in IPv6 clothes, `::ffff:10.0.0.1`, is read as the IPv4 one it is. */
function parseAddress(text: string): Address | undefined {
  const address = parseAddressBytes(text);
  return address !== undefined && isMapped(address) ? address.slice(12) : address;
}

function parseAddressBytes(text: string): Address | undefined {
  if (text.length > LONGEST_ADDRESS) return undefined;
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function isMapped(address: Address): boolean {
  return (
    address.length === 16 &&
    address.slice(0, 10).every((byte) => byte === 0) &&
    address[10] === 0xff &&
    address[11] === 0xff
  );
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.');
  // A leading zero is refused because some readers take it for octal.
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) {
    return undefined;
  }
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** RFC 4291, section 2.2: eight groups, `::` once for a run of zeros, the last two may be IPv4. */
function parseIpv6(text: string): Address | undefined {
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const front = parseGroups(head, tail === undefined);
  if (tail === undefined) return front?.length === 16 ? front : undefined;
  const back = parseGroups(tail, true);
  if (front === undefined || back === undefined || front.length + back.length > 14)
    return undefined;
  return [...front, ...Array<number>(16 - front.length - back.length).fill(0), ...back];
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const ipv4 = mayEndInIpv4 && index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (ipv4 !== undefined) bytes.push(...ipv4);
    else if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
      const word = Number.parseInt(group, 16);
      bytes.push(word >> 8, word & 0xff);
    } else return undefined;
  }
  return bytes;
}
