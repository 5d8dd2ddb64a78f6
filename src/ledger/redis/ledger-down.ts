import * as z from 'zod';
import { LedgerDownError } from '../cells.ts';

/** What ioredis rejects with: what Redis answered, or whatever went wrong on the way. */
const thrown = z.object({ message: z.string(), code: z.string().optional().catch(undefined) });

const UNKNOWN_CA = 'Name the file of its CA certificate in NODE_EXTRA_CA_CERTS.';

const mends: Readonly<Record<string, string>> = {
  NOAUTH: 'The URL in ledger.redis lacks the password.',
  WRONGPASS: 'Check the user and the password in ledger.redis.',
  NOPERM: 'Let the user run MGET and EVAL on the keys of the ledger.',
  READONLY: 'The address is that of a replica, or of what was the master until now.',
  OOM: 'Its memory is full.',
  LOADING: 'It is starting.',
  MOVED: 'Use the address of a proxy that speaks for the whole cluster.',
  ENOTFOUND: 'Check the host in ledger.redis.',
  ECONNREFUSED: 'Check the port in ledger.redis.',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_CA,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_CA,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_CA,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_CA,
};

/**
 * In our own words, with the code of what went wrong. The texts of Redis and of Node.js stay out: they
 * can hold the host, the user, and what was written.
 */
export function ledgerDown(error: unknown): LedgerDownError {
  if (error instanceof LedgerDownError) return error;
  const code = refusalOf(error) ?? systemCode(error);
  if (code === undefined) return new LedgerDownError('Redis: the connection was lost.');
  return new LedgerDownError(['Redis:', `${code}.`, mends[code] ?? []].flat().join(' '));
}

/** The code that Redis refused with; undefined where it did not even answer. */
export function refusalOf(error: unknown): string | undefined {
  const { message = '', code } = thrown.safeParse(error).data ?? {};
  if (code !== undefined) return undefined;
  // Before Redis 6 a wrong password had no code of its own; before Redis 7 nor had what went wrong in
  // a script.
  if (message.startsWith('ERR invalid password')) return 'WRONGPASS';
  const inScript = /^ERR Error running script .* -([A-Z][A-Z0-9_]{1,40}) /.exec(message);
  const [, name] = inScript ?? /^([A-Z][A-Z0-9_]{1,40}) /.exec(message) ?? [];
  return name;
}

function systemCode(error: unknown): string | undefined {
  const { code = '' } = thrown.safeParse(error).data ?? {};
  return /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : undefined;
}
