import type * as z from 'zod';

/** What is best said of a value that has not the shape that it should: of several mistakes the first. */
export function tellingIssue(error: z.ZodError): z.core.$ZodIssue | undefined {
  const issues = error.issues.map(innermost);
  // A misspelt key is also a missing one: the first says more.
  return issues.find(isUnknownKey) ?? issues[0];
}

/** Of a value that may be one thing or another, what is wrong with what was meant: it lies deepest. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const all = issue.errors.flat().map(innermost);
  const [deepest] = all.toSorted((a, b) => b.path.length - a.path.length);
  const found = all.find(isUnknownKey) ?? deepest;
  return found === undefined ? issue : { ...found, path: [...issue.path, ...found.path] };
}

function isUnknownKey({ code }: z.core.$ZodIssue): boolean {
  return code === 'unrecognized_keys';
}

/** What stands at a path of a value, or undefined. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (from, key) =>
      typeof from === 'object' && from !== null
        ? new Map<PropertyKey, unknown>(Object.entries(from)).get(String(key))
        : undefined,
    value,
  );
}
