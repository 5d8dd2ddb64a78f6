import type { Trigger } from '../../compute/compute.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';
import { utcTime } from './utc-time.ts';

/** Which trigger: of what function, where. */
export interface NamedTrigger {
  /** Of detect. */
  readonly function: string;
  readonly trigger: string;
  /** Such as cn-hangzhou. */
  readonly region: string;
}

/** A trigger for people. */
export function triggerLines(
  { function: of, trigger: name, region }: NamedTrigger,
  found: Trigger,
  style: Style,
): readonly string[] {
  const { type, enabled, source, intervalSeconds, maxRetries, role, lastModified } = found;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['function', `${of} in ${region}`],
    ['trigger', `${name} (${visible(type)})`],
    ['enabled', enabled ? style.green('yes') : style.red('no: paused')],
    ['reads', source && visible(`${source.project ?? '…'}/${source.logstore}`)],
    ['interval', intervalSeconds === undefined ? undefined : `${intervalSeconds} s`],
    [
      'retries',
      maxRetries === undefined ? undefined : `${maxRetries} at once, then with the next interval`,
    ],
    ['role', role && visible(role)],
    ['changed', lastModified && visible(timeText(lastModified))],
  ];
  const shown = rows.filter(([, text]) => text !== undefined && text !== '');
  const width = Math.max(...shown.map(([head]) => head.length));
  return shown.map(([head, text = '']) => `${style.dim(head.padEnd(width))}  ${text}`);
}

/** A trigger for machines. */
export function triggerJson({ function: of, trigger: name }: NamedTrigger, found: Trigger): object {
  const { source, ...rest } = found;
  return { function: of, trigger: name, ...rest, ...source };
}

export function timeText(iso: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : utcTime(ms);
}
