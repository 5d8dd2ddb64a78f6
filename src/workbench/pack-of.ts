import { posix } from 'node:path';
import type { Heading } from '../sigma/rule.ts';

/** The folder of a rule's file, as people call packs: its path below `rules`, or as it was named. */
export function packOf({ file }: Pick<Heading, 'file'>): string {
  return posix.dirname(file.replaceAll('\\', '/')).replace(/^(\.\/)?rules\/(?=.)/, '');
}
