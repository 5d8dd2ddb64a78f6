/** What the Log Service is told to do instead of answering. */
export type Fault =
  | {
      readonly kind: 'error';
      readonly status: number;
      /** Such as `ReadQuotaExceed`, `ServerBusy` or `InternalServerError`. */
      readonly errorCode: string;
      readonly retryAfterSeconds?: number;
    }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Closes the connection without an answer. */
  | { readonly kind: 'reset' }
  /** Answers 200 with a body that cannot be decompressed. */
  | { readonly kind: 'garble' };

export type Operation = 'ListShards' | 'GetCursor' | 'GetCursorTime' | 'PullLogs' | 'PutLogs';

export interface FaultOptions {
  /** How many requests it lets pass before; 0 unless said. */
  readonly skip?: number;
  /** How many requests it meets; 1 unless said. */
  readonly times?: number;
  /** The only operation that it meets; any unless said. */
  readonly on?: Operation;
}

/** A queue of faults: each is used up before the next one that fits the operation is. */
export function createFaults() {
  let queue: {
    readonly fault: Fault;
    readonly on: Operation | undefined;
    skip: number;
    left: number;
  }[] = [];
  return {
    add(fault: Fault, { skip = 0, times = 1, on }: FaultOptions): void {
      queue.push({ fault, on, skip, left: times });
    },
    take(operation: Operation): Fault | undefined {
      const next = queue.find(({ on }) => on === undefined || on === operation);
      if (next === undefined) return undefined;
      if (next.skip > 0) {
        next.skip -= 1;
        return undefined;
      }
      next.left -= 1;
      queue = queue.filter(({ left }) => left > 0);
      return next.fault;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
