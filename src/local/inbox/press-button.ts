import type { Buttons } from './chat-app.ts';
import type { InboxMessage } from './mailbox.ts';

export interface PressWorld {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of the inbox. */
  readonly origin: string;
}

/** Tells whom the app belongs to of a press, and answers what went wrong in words; empty for nothing. */
export async function pressButton(
  buttons: Buttons,
  message: InboxMessage,
  button: string,
  { now, origin }: PressWorld,
): Promise<string> {
  const answerAt = `${origin}${buttons.openAnswers(now())}`;
  const pressed = buttons.press(message, { button, now: now(), answerAt });
  if (pressed.kind === 'no button') return 'The message has no such button.';
  if (pressed.kind === 'not told') return pressed.why;
  const { url, headers, body, withinMs } = pressed;
  const signal = AbortSignal.timeout(withinMs);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    return answer.status === 200 ? '' : `${url.host} answered with ${answer.status}.`;
  } catch {
    return `${url.host} gave no answer within ${withinMs / 1000} seconds.`;
  }
}
