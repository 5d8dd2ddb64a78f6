import * as z from 'zod';
import type { Credentials } from './logs/log-source.ts';

/** What of Function Compute's context is used: https://www.alibabacloud.com/help/en/functioncompute/context */
const context = z.object({
  credentials: z.object({
    accessKeyId: z.string().min(1),
    accessKeySecret: z.string().min(1),
    securityToken: z.string().optional(),
  }),
  function: z.object({ timeout: z.number().positive() }),
});

export interface Invocation {
  readonly credentials: Credentials;
  /** Milliseconds since 1970: when work has to have stopped, a little before the function is. */
  readonly deadline: number;
  /** When the function is stopped, whatever it does. */
  readonly end: number;
}

/** Kept back to write down where the work stood. */
const RESERVE_MS = 1_500;

/**
 * Reads the context of one invocation. The credentials are the role's, and expire: they are used for
 * this invocation only. Throws where the function has no role.
 */
export function readInvocation(value: unknown, now: number): Invocation {
  const read = context.safeParse(value);
  if (!read.success) {
    throw new Error(
      'expected the context of Function Compute, with credentials and function.timeout. ' +
        'Give the function a role (role in s.yaml) that may read the logstore.',
    );
  }
  const { credentials, function: called } = read.data;
  return {
    credentials: {
      accessKeyId: credentials.accessKeyId,
      accessKeySecret: credentials.accessKeySecret,
      securityToken: credentials.securityToken,
    },
    deadline: now + called.timeout * 1000 - RESERVE_MS,
    end: now + called.timeout * 1000,
  };
}
