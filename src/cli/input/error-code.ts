import { errorName } from '../../model/error-name.ts';

/** What the system calls it, such as `ENOENT`, or else the error's name. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : errorName(error);
}
