/**
 * The name of what was thrown, for the journal. Its message stays out: that of a mistake of ours can
 * quote the record it was made on.
 */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
