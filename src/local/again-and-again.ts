/**
 * Acts every so many milliseconds, but never before it has ended what it began. `act` must not reject.
 * Answers with what stops it; what is under way then still comes to its end.
 */
export function againAndAgain(act: () => Promise<void>, everyMs: number): () => void {
  let isActing = false;
  const interval = setInterval(() => {
    if (isActing) return;
    isActing = true;
    void act().finally(() => {
      isActing = false;
    });
  }, everyMs);
  return () => clearInterval(interval);
}
