/** Tells of a log, from the bytes of one of its contents, that nobody will want to open it. */
export interface LogScreen {
  /** The content that it looks at. */
  readonly content: string;
  /** Whether the value that stands between two places of a page's bytes is of no interest. */
  readonly rejects: (bytes: Buffer, start: number, end: number) => boolean;
}
