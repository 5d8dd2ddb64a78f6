/**
 * An IP address as four signed words of 32 bits, the highest first. One of IPv4 stands where RFC
 * 4291, section 2.5.5.2, maps it into IPv6, so that `::ffff:10.0.0.1` is the address it says.
 */
export interface Address {
  readonly ipv4: boolean;
  readonly words: readonly [number, number, number, number];
}

/** The longest an IPv6 address can be written, with an IPv4 tail. Event text may be any length. */
const LONGEST_ADDRESS = 45;

/** Reads an address. A leading zero in IPv4 is refused, because some readers take it for octal. */
export function parseAddress(text: string): Address | undefined {
  if (text.length < 2 || text.length > LONGEST_ADDRESS) return undefined;
  if (text.includes(':')) return parseIpv6(text);
  const word = parseIpv4(text);
  return word === undefined ? undefined : { ipv4: true, words: [0, 0, MAPPED, word] };
}

const MAPPED = 0xffff;

/** Reads IPv4, to one signed word. */
function parseIpv4(text: string): number | undefined {
  let word = 0;
  let byte = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (digits === 0) return undefined;
      word = (word << 8) | byte;
      byte = 0;
      digits = 0;
      dots += 1;
    } else {
      const digit = code - ZERO;
      if (digit < 0 || digit > 9 || (digits > 0 && byte === 0)) return undefined;
      byte = byte * 10 + digit;
      digits += 1;
      if (byte > 255) return undefined;
    }
  }
  return dots === 3 && digits > 0 ? (word << 8) | byte : undefined;
}

const DOT = 0x2e;
const ZERO = 0x30;

/** RFC 4291, section 2.2: eight groups, `::` once for a run of zeros, the last two may be IPv4. */
function parseIpv6(text: string): Address | undefined {
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const front = parseGroups(head, tail === undefined);
  const back = parseGroups(tail ?? '', true);
  if (front === undefined || back === undefined) return undefined;
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...Array<number>(missing).fill(0), ...back];
  const word = (at: number): number => ((groups[at] ?? 0) << 16) | (groups[at + 1] ?? 0);
  const words = [word(0), word(2), word(4), word(6)] as const;
  return { ipv4: words[0] === 0 && words[1] === 0 && words[2] === MAPPED, words };
}

/** Groups of 16 bits. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const last = mayEndInIpv4 && index === parts.length - 1;
    const ipv4 = last && part.includes('.') ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push((ipv4 >>> 16) & 0xffff, ipv4 & 0xffff);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
