import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Finds all addresses of a host, the preferred ones first. */
export type Resolve = (
  hostname: string,
  answer: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** No address that we may connect to was left, so nothing was sent. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';

  constructor() {
    super('no address of the host may be connected to');
  }
}

/**
 * Resolves a host for one connection and keeps only what `allows` lets through. The addresses that
 * were checked are the ones that are connected to: a name that resolves to another one a moment later
 * (DNS rebinding) gains nothing by it.
 */
export function guardLookup(
  resolve: Resolve,
  allows: (address: string) => boolean,
): LookupFunction {
  return (hostname, { all }, callback) =>
    resolve(hostname, (error, found) => {
      // Of a host that is not found, Node.js gives no addresses at all.
      if (error !== null) return callback(error, []);
      const allowed = found.filter(({ address }) => allows(address));
      const [first] = allowed;
      if (first === undefined) return callback(new AddressRefusedError(), []);
      if (all === true) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
}
