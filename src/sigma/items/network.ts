import { type Address, parseAddress } from './address.ts';

/** Addresses that agree in their leading bits, word by word of 32 bits. */
export interface Network {
  readonly ipv4: boolean;
  readonly words: Address['words'];
  readonly masks: Address['words'];
}

/**
 * Reads `10.0.0.0/8` or `2001:db8::/32`; without a prefix it is one address. Answers a sentence
 * where it is none, or where bits are set behind the prefix: `10.1.0.0/8` is more likely a slip.
 * `::ffff:10.0.0.0/104` is the IPv4 network that it is written around.
 */
export function parseNetwork(text: string): Network | string {
  const [head = '', tail, ...rest] = text.split('/');
  const address = parseAddress(head);
  if (address === undefined || rest.length > 0) return `'${text}' is no network`;
  const bits = head.includes(':') ? 128 : 32;
  if (tail !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(tail)) return `'${text}' is no network`;
  const prefix = tail === undefined ? bits : Number(tail);
  if (prefix > bits) return `the prefix of '${text}' is longer than ${bits} bits`;
  // IPv4 addresses are kept as the last 32 of 128 bits.
  const length = prefix + 128 - bits;
  const [a, b, c, d] = address.words;
  const masks = [mask(length), mask(length - 32), mask(length - 64), mask(length - 96)] as const;
  const covered = [a & masks[0], b & masks[1], c & masks[2], d & masks[3]];
  if (covered.some((word, at) => word !== address.words[at])) {
    return `'${text}' has bits set behind its prefix`;
  }
  return { ipv4: address.ipv4 && length >= 96, words: address.words, masks };
}

/** The mask of one word with this many bits to go, as the signed number that `&` answers with. */
function mask(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : -1 << (32 - bits);
}

export function networkContains({ ipv4, words, masks }: Network, address: Address): boolean {
  const [a, b, c, d] = address.words;
  if (ipv4 !== address.ipv4 || (d & masks[3]) !== words[3]) return false;
  return (
    ipv4 ||
    ((a & masks[0]) === words[0] && (b & masks[1]) === words[1] && (c & masks[2]) === words[2])
  );
}
