import type { InboxChannel } from './apps.ts';

/** What became of a request: shown to readers, known already and dropped, or refused. */
export type Fate = 'shown' | 'repeat' | 'refused';

/** How an app would answer a request, and what people would see of it. */
export interface Verdict {
  readonly fate: Fate;
  /** In words for whoever sent it; the vendors often say less. */
  readonly why?: string;
  /** Parsed JSON where it was JSON, else the text. */
  readonly payload: unknown;
  readonly answer: Answer;
}

export interface Answer {
  readonly status: number;
  /** An object is sent as JSON. */
  readonly body: string | Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface InboxMessage extends Verdict {
  /** Counts from 1. */
  readonly id: number;
  readonly channel: InboxChannel;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** Keeps the latest messages in memory and tells listeners of each new one. */
export function createMailbox(capacity: number) {
  const listeners = new Set<(message: InboxMessage) => void>();
  let kept: readonly InboxMessage[] = [];
  let lastId = 0;
  return {
    add(channel: InboxChannel, receivedAt: number, verdict: Verdict): void {
      lastId += 1;
      const message = { id: lastId, channel, receivedAt, ...verdict };
      kept = [...kept, message].slice(-capacity);
      for (const listener of listeners) listener(message);
    },
    all: (): readonly InboxMessage[] => kept,
    clear(): void {
      kept = [];
    },
    /** Answers with the way to stop listening. */
    listen(listener: (message: InboxMessage) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
