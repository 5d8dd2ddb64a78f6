/** A network as the two numbers that a comparison takes. */
type Network = readonly [base: number, mask: number];

const NO_ADDRESS = -1;

let lastText = '';
let lastAddress = NO_ADDRESS;

/**
 * Whether an address is in one of the networks. None of the peers knows networks, so this is what
 * they are all given; it reads an address once, however many rules ask for it.
 */
export function inNetworks(text: unknown, networks: readonly Network[]): boolean {
  if (typeof text !== 'string') return false;
  if (text !== lastText) {
    lastText = text;
    lastAddress = addressOf(text);
  }
  if (lastAddress === NO_ADDRESS) return false;
  for (const [base, mask] of networks) if ((lastAddress & mask) >>> 0 === base) return true;
  return false;
}

export function networkOf(cidr: string): Network {
  const [address = '', bits = '32'] = cidr.split('/');
  const mask = bits === '0' ? 0 : (-1 << (32 - Number(bits))) >>> 0;
  return [(addressOf(address) & mask) >>> 0, mask];
}

function addressOf(text: string): number {
  const parts = text.split('.');
  if (parts.length !== 4) return NO_ADDRESS;
  let address = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return NO_ADDRESS;
    address = address * 256 + Number(part);
  }
  return address;
}
