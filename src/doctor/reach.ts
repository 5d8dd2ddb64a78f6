import { lookup } from 'node:dns';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AddressRefusedError, guardLookup } from '../channels/guard-lookup.ts';
import { addressIn } from '../channels/private-addresses.ts';

export interface ReachOptions {
  readonly timeoutMs: number;
  /** Which addresses may be connected to; all of them where it is left out. */
  readonly allows?: ((address: string) => boolean) | undefined;
  /** PEM certificates to trust in place of the usual ones. */
  readonly ca?: string | undefined;
}

export type Reached =
  /** `certificateEnds` in milliseconds since 1970; undefined without TLS. */
  | { readonly kind: 'reached'; readonly certificateEnds: number | undefined }
  | { readonly kind: 'not-allowed' }
  | { readonly kind: 'failed'; readonly code: string };

/** Connects to the host of a URL, as far as its certificate, and says nothing to it. */
export function reach(url: URL, { timeoutMs, allows, ca }: ReachOptions): Promise<Reached> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const address = addressIn(url);
  if (allows !== undefined && address !== undefined && !allows(address)) {
    return Promise.resolve({ kind: 'not-allowed' });
  }
  const isTls = url.protocol === 'https:';
  const where = {
    host,
    port: Number(url.port || (isTls ? 443 : 80)),
    ...(allows !== undefined && {
      lookup: guardLookup((name, answer) => lookup(name, { all: true }, answer), allows),
    }),
  };
  return new Promise((resolve) => {
    const tls = isTls
      ? connectTls({ ...where, ...(isIP(host) === 0 && { servername: host }), ...(ca && { ca }) })
      : undefined;
    const socket = tls ?? connect(where);
    const end = (reached: Reached) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reached);
    };
    const timer = setTimeout(() => end({ kind: 'failed', code: 'ETIMEDOUT' }), timeoutMs);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      const certificateEnds = tls && Date.parse(tls.getPeerCertificate().valid_to);
      end({ kind: 'reached', certificateEnds });
    });
    socket.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : 'NoAnswer';
      end(
        error instanceof AddressRefusedError ? { kind: 'not-allowed' } : { kind: 'failed', code },
      );
    });
  });
}

/** Whether what failed was the certificate. */
export function isOfCertificate(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|HOSTNAME_MISMATCH/.test(code);
}

const troubles: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'it takes no connection',
  ETIMEDOUT: 'no connection came about in time',
  CERT_HAS_EXPIRED: 'its certificate has run out',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody known',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes without those that it is signed by',
};

/** Why a host was not reached, in words and with the code. */
export function troubleText(code: string): string {
  const said = troubles[code];
  return said === undefined ? code : `${said} (${code})`;
}
