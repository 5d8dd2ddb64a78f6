/** A larger wish is cut to this: an hour late, an alert is still worth sending. */
const LONGEST_SECONDS = 3600;

/** The one form of date that RFC 9110 still lets a server write; `Date.parse` alone takes nearly anything. */
const httpDate =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/u;

/**
 * The seconds that a `Retry-After` header asks for, rounded up and at most an hour; undefined where
 * there is none or it makes no sense. `now` is in milliseconds since 1970.
 * https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/u.test(text)
    ? Number(text)
    : httpDate.test(text)
      ? (Date.parse(text) - now) / 1000
      : NaN;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(Math.max(0, Math.ceil(seconds)), LONGEST_SECONDS);
}
