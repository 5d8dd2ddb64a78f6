import { UsageError } from '../command.ts';

/** What was named cannot be read, or not to its end: that may be no mistake of whoever named it. */
export class UnreadableError extends UsageError {}
