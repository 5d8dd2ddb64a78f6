import { cursorAt, indexOfCursor } from './cursor.ts';
import { encodeLogGroup, type LogGroup } from './log-group.ts';

/** `[begin, end)` as cursors: what a trigger is told to fetch. */
export interface CursorRange {
  readonly begin: string;
  readonly end: string;
}

export interface Page {
  readonly body: Uint8Array;
  readonly groups: number;
  /** Where to go on; the cursor that was asked for where there was nothing. */
  readonly next: string;
}

/** How much one page may hold, whatever the caller asks for. */
export interface PageLimits {
  readonly groups: number;
  /** Before compression. A group larger than this still comes, alone. */
  readonly bytes: number;
}

/** An append-only list of encoded groups and the moments, in seconds, at which they arrived. */
export function createShard(limits: PageLimits) {
  const stored: { readonly bytes: Uint8Array; readonly receivedAt: number }[] = [];

  /** Only cursors between the first group and the end exist. */
  const position = (cursor: string): number | undefined => {
    const index = indexOfCursor(cursor);
    return index !== undefined && index >= 0 && index <= stored.length ? index : undefined;
  };

  return {
    append(groups: readonly LogGroup[], receivedAt: number): CursorRange {
      const begin = cursorAt(stored.length);
      for (const group of groups) stored.push({ bytes: encodeLogGroup(group), receivedAt });
      return { begin, end: cursorAt(stored.length) };
    },

    all(): CursorRange {
      return { begin: cursorAt(0), end: cursorAt(stored.length) };
    },

    /** The first group that arrived at or after `seconds`; the end where none did. */
    cursorFrom(seconds: number): string {
      const index = stored.findIndex((group) => group.receivedAt >= seconds);
      return cursorAt(index < 0 ? stored.length : index);
    },

    /** When the group at a cursor arrived; undefined at the end, and for a bad cursor. */
    receivedAt(cursor: string): number | undefined {
      const index = position(cursor);
      return index === undefined ? undefined : stored[index]?.receivedAt;
    },

    has: (cursor: string): boolean => position(cursor) !== undefined,

    /** Undefined where a cursor is not one of this shard's. */
    page(cursor: string, endCursor: string | undefined, count: number): Page | undefined {
      const from = position(cursor);
      const end = endCursor === undefined ? stored.length : position(endCursor);
      if (from === undefined || end === undefined) return undefined;
      const bodies: Uint8Array[] = [];
      let size = 0;
      for (const { bytes } of stored.slice(from, end)) {
        const full = bodies.length >= Math.min(count, limits.groups);
        if (full || (bodies.length > 0 && size + bytes.length > limits.bytes)) break;
        bodies.push(bytes);
        size += bytes.length;
      }
      const next = cursorAt(from + bodies.length);
      return { body: Buffer.concat(bodies), groups: bodies.length, next };
    },
  };
}

export type Shard = ReturnType<typeof createShard>;
