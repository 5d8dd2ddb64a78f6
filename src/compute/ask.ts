import {
  ComputeError,
  computeError,
  type ComputeOperation,
  type Refusal,
} from './compute-error.ts';

/** Does what `request` says, and throws a ComputeError for whatever it throws. */
export async function ask<Answer>(
  operation: ComputeOperation,
  readRefusal: (error: unknown) => Refusal,
  request: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    throw computeError(operation, readRefusal(error));
  }
}

/** What is not there is no error to whoever looks it up. */
export async function orUndefined<Answer>(found: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof ComputeError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

/** How long whatever is looked up may take. */
export const LOOKUP_MS = 15_000;
