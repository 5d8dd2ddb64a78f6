import { deflateSync, inflateSync } from 'node:zlib';
import { compressSync, uncompressSync } from 'lz4-napi';

export interface Compressed {
  readonly body: Uint8Array;
  /** The value of `x-log-compresstype`; undefined where the body went out as it was. */
  readonly type: string | undefined;
}

/**
 * Compresses as the caller's Accept-Encoding asks. The service's lz4 is one raw block, whose size
 * travels in `x-log-bodyrawsize`; lz4-napi puts the size in front, so its four bytes come off. Under
 * the names gzip and deflate the service sends a zlib stream.
 */
export function compress(body: Uint8Array, acceptEncoding: string): Compressed {
  if (body.length === 0) return { body, type: undefined };
  const accepted = acceptEncoding.split(',').map((name) => name.trim());
  if (accepted.includes('lz4')) {
    return { body: compressSync(Buffer.from(body)).subarray(4), type: 'lz4' };
  }
  const zlibName = accepted.find((name) => name === 'gzip' || name === 'deflate');
  return zlibName === undefined
    ? { body, type: undefined }
    : { body: deflateSync(body), type: zlibName };
}

/**
 * What a caller sent, as it was before it was compressed by lz4 or deflate; undefined where it was not,
 * or is not `size` bytes long.
 */
export function decompress(
  body: Uint8Array,
  type: string | undefined,
  size: number,
): Uint8Array | undefined {
  try {
    const bytes = decompressAs(type, body, size);
    return bytes?.length === size ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function decompressAs(
  type: string | undefined,
  body: Uint8Array,
  size: number,
): Uint8Array | undefined {
  if (type === undefined) return body;
  if (type === 'deflate') return inflateSync(body, { maxOutputLength: size });
  if (type !== 'lz4') return undefined;
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(size);
  return uncompressSync(Buffer.concat([prefix, body]));
}
