import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../command.ts';

/** What files of records are called, ActionTrail's in OSS among them: `…/20261120_cn-hangzhou.gz`. */
const recordFile = /\.(?:json|jsonl|ndjson|log|gz)$/i;

/**
 * The files of records in files and folders, in order of name: ActionTrail's folders in OSS are named by
 * day. `-` stays itself. Throws a UsageError for a folder without any.
 */
export function eventFiles(directory: string, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (path === '-' || !isFolder(resolve(directory, path))) return [path];
    const files = filesBelow(directory, path);
    if (files.length === 0) throw new UsageError(`${path} holds no .json, .ndjson, .log or .gz`);
    return files;
  });
}

/** What cannot be looked at is said by whoever opens it. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isPlainFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function filesBelow(directory: string, folder: string): readonly string[] {
  return readdirSync(resolve(directory, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(directory, path);
      // A pipe that nobody writes to would be waited for.
      const isFile =
        entry.isFile() || (entry.isSymbolicLink() && isPlainFile(resolve(directory, path)));
      return isFile && recordFile.test(entry.name) ? [path] : [];
    });
}
