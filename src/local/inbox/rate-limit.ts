export interface RateLimit {
  readonly count: number;
  readonly windowMs: number;
  /** How long everything is refused once the limit was passed. */
  readonly penaltyMs: number;
}

/** Answers whether one more message is allowed at `now`, in milliseconds. */
export function createRateLimit(limit: RateLimit | undefined): (now: number) => boolean {
  let recent: readonly number[] = [];
  let closedUntil = 0;
  return (now) => {
    if (limit === undefined) return true;
    if (now < closedUntil) return false;
    recent = recent.filter((time) => time > now - limit.windowMs);
    if (recent.length >= limit.count) {
      closedUntil = now + limit.penaltyMs;
      return false;
    }
    recent = [...recent, now];
    return true;
  };
}
