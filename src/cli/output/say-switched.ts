import type { Switched } from '../input/switch-trigger.ts';
import { visibleJson } from './plain-text.ts';
import type { Style } from './style.ts';

export interface SayOptions {
  readonly json: boolean;
  readonly out: (line: string) => void;
  readonly style: Style;
}

/** How people are told of a trigger. */
export function nameOf({ named }: Pick<Switched, 'named'>): string {
  return `The trigger ${named.trigger} of ${named.function}`;
}

/**
 * Says what became of a switch: to machines all of it, to people that it did not work. Answers with the
 * exit code; undefined where there is more to say.
 */
export function saySwitched(
  switched: Switched,
  { json, out, style }: SayOptions,
): number | undefined {
  const { before, after, wanted, named } = switched;
  const isDone = after.enabled === wanted;
  if (json) {
    const { function: of, trigger } = named;
    const changed = before.enabled !== wanted;
    const pausedAt = before.enabled ? undefined : before.lastModified;
    out(visibleJson({ function: of, trigger, enabled: after.enabled, changed, pausedAt }));
    return isDone ? 0 : 1;
  }
  if (isDone) return undefined;
  const still = wanted ? 'paused' : 'on';
  out(
    style.red(`${nameOf(switched)} is still ${still}, although Function Compute took the change.`),
  );
  return 1;
}
