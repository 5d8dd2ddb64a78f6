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
  time(): number;
  /**
   * The text of one content, with U+FFFD where its bytes are none, or undefined where the log has no
   * such key. Throws where the log is damaged.
   */
  text(key: string): string | undefined;
}
