import type { ChannelIo } from '../channels/channel.ts';
import { post } from '../channels/post.ts';
import { isPublic } from '../channels/private-addresses.ts';

/** Nobody waits for the answer, and the function is paid for by the time that it takes. */
const LONGEST_MS = 3_000;

/**
 * Tells whoever listens at `url` that all is well, before `deadline` (milliseconds since 1970). Answers
 * with why that did not work, which is safe to print, or with undefined. It does not throw.
 */
export async function sendHeartbeat(
  url: URL,
  deadline: number,
  io: ChannelIo,
): Promise<string | undefined> {
  const request = { url, body: '', allows: isPublic };
  const posted = await post(request, Math.min(deadline, io.now() + LONGEST_MS), io);
  if (posted.kind === 'not-allowed') return 'its host has a private address';
  if (posted.kind !== 'answer') return posted.reason;
  const { status } = posted;
  return status >= 200 && status < 300 ? undefined : `HTTP ${status}`;
}
