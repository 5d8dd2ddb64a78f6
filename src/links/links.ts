import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a pass is for. A number for each stands in the token, so new ones go to the end. */
const aims = [
  'look',
  'acknowledge',
  'silence-1h',
  'silence-4h',
  'silence-morning',
  'end-silence',
] as const;

export type Aim = (typeof aims)[number];

/** A `link` opens a page and changes nothing; a `ticket` stands in the page's form and does, once. */
const uses = ['link', 'ticket'] as const;

/** What somebody may do who holds a token. */
export interface Pass {
  readonly use: (typeof uses)[number];
  readonly aim: Aim;
  /** What it is about, 32 hexadecimal digits: the id of an alert or a silence; zeros for none. */
  readonly about: string;
  /** Milliseconds since 1970, in whole seconds. */
  readonly expiresAt: number;
  /** 12 hexadecimal digits that tell it from every other. */
  readonly nonce: string;
}

export type ReadPass =
  | { readonly kind: 'valid'; readonly pass: Pass }
  /** `forged`: altered, of a key that is not known any more, or never one of ours. */
  | { readonly kind: 'refused'; readonly why: 'expired' | 'forged' };

export interface Links {
  /**
   * A token for the text of a URL. What a link leads to is not valid for longer than the link: `within` is
   * the pass that opened it.
   */
  sign(wanted: Pick<Pass, 'use' | 'aim' | 'about'>, within?: Pick<Pass, 'expiresAt'>): string;
  /** The page that a link opens. */
  url(token: string): string;
  read(token: string): ReadPass;
}

export interface LinkOptions {
  /** Such as `https://alerts.example.com`. */
  readonly url: string;
  /** The first signs; both are valid. At least one. */
  readonly keys: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomBytes: (count: number) => Buffer;
}

/** A page is answered in a few minutes. */
export const TICKET_MS = 30 * 60 * 1000;

/** A message is answered on the day it came. */
const VALID_MS = { link: 24 * 60 * 60 * 1000, ticket: TICKET_MS } as const;

/** About nothing in particular. */
export const NOTHING = '0'.repeat(32);

const LAYOUT = 1;
const NONCE_BYTES = 6;
const ABOUT_BYTES = 16;
const BODY_BYTES = 7 + NONCE_BYTES + ABOUT_BYTES;

/** Half of SHA-256, which https://www.rfc-editor.org/rfc/rfc2104#section-5 allows: links are long enough. */
const MAC_BYTES = 16;

/**
 * Signs and reads what links prove. A token is 60 characters, because a message of WeCom has room for no
 * more: layout, use, aim, expiry in seconds, nonce, what it is about, and an HMAC of them.
 */
export function createLinks({ url, keys, now, randomBytes }: LinkOptions): Links {
  const [signing] = keys;
  if (signing === undefined) throw new RangeError('links need a key');

  return {
    sign({ use, aim, about }, within) {
      const expiresAt = Math.min(now() + VALID_MS[use], within?.expiresAt ?? Infinity);
      const body = Buffer.alloc(BODY_BYTES);
      body.writeUInt8(LAYOUT, 0);
      body.writeUInt8(uses.indexOf(use), 1);
      body.writeUInt8(aims.indexOf(aim), 2);
      body.writeUInt32BE(Math.floor(expiresAt / 1000), 3);
      randomBytes(NONCE_BYTES).copy(body, 7);
      body.write(about, 7 + NONCE_BYTES, 'hex');
      return Buffer.concat([body, macOf(body, signing)]).toString('base64url');
    },
    url: (token) => `${url.replace(/\/$/, '')}/a?t=${token}`,
    read(token) {
      const bytes = Buffer.from(token, 'base64url');
      const forged = { kind: 'refused', why: 'forged' } as const;
      // Of the many texts that decode to the same bytes only one is ours.
      if (bytes.length !== BODY_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) {
        return forged;
      }
      const body = bytes.subarray(0, BODY_BYTES);
      const mac = bytes.subarray(BODY_BYTES);
      // Every key is tried, so that the time says nothing of which one it was.
      const known = keys.map((key) => timingSafeEqual(mac, macOf(body, key)));
      if (!known.includes(true) || body.readUInt8(0) !== LAYOUT) return forged;
      const use = uses[body.readUInt8(1)];
      const aim = aims[body.readUInt8(2)];
      if (use === undefined || aim === undefined) return forged;
      const expiresAt = body.readUInt32BE(3) * 1000;
      if (expiresAt <= now()) return { kind: 'refused', why: 'expired' };
      const nonce = body.toString('hex', 7, 7 + NONCE_BYTES);
      const about = body.toString('hex', 7 + NONCE_BYTES);
      return { kind: 'valid', pass: { use, aim, about, expiresAt, nonce } };
    },
  };
}

/** The prefix keeps a key that signs something else as well from signing links. */
function macOf(body: Buffer, key: string): Buffer {
  const mac = createHmac('sha256', key).update('trailbell link\n').update(body);
  return mac.digest().subarray(0, MAC_BYTES);
}
