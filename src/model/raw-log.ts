/** Where a record stood in Log Service: enough to find it again. */
export interface Origin {
  readonly logstore: string;
  readonly shard: number;
  /** The cursor of the page that held it. */
  readonly cursor: string;
  /** Its place in that page, from 0. */
  readonly index: number;
}

/** One log as Log Service holds it, still undecoded: reading it costs only what is asked for. */
export interface RawLog {
  readonly origin: Origin;
  /** The log's own time, in seconds since 1970. */
  readonly time: number;
  /** The bytes of one content, a view into the page, or undefined where the log has no such key. */
  content(key: string): Uint8Array | undefined;
}
