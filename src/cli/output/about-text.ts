import { correlationText } from '../../workbench/condition-text.ts';
import type { ListedRule } from '../../workbench/rule-list.ts';

export interface AboutOptions {
  /** So many names of events are enough. */
  readonly mostNames?: number;
  /** What makes the text of a correlation, and the name of an event, fit to be shown. */
  readonly text?: (text: string) => string;
  readonly eventName?: (name: string) => string;
}

/** What a rule looks for: `DeleteDesktops, DeleteDesktopGroup`, or what a correlation waits for. */
export function aboutText(
  listed: ListedRule,
  { mostNames = Infinity, text = asIs, eventName = asIs }: AboutOptions = {},
): string {
  if (listed.kind === 'correlation') return text(correlationText(listed.rule));
  const names = [...new Set(listed.events.map(({ name }) => name))];
  if (names.length === 0) return 'calls of any name, or of other services';
  const rest = names.length - mostNames;
  const shown = names.slice(0, mostNames).map(eventName).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function asIs(text: string): string {
  return text;
}
