import type { Trigger } from '../../compute/compute.ts';
import type { Config } from '../../config/settings.ts';
import type { Terminal } from '../command.ts';
import { openDeployment } from './open-deployment.ts';

export interface Switched {
  /** Whether it was to be on. */
  readonly wanted: boolean;
  readonly before: Trigger;
  /** As Function Compute answered. */
  readonly after: Trigger;
  readonly named: { readonly function: string; readonly trigger: string };
  readonly delivery: Config['delivery'];
  readonly rememberMs: number;
}

/** Switches detect's trigger on or off. Throws a ComputeError where it is not there, or may not be. */
export async function switchTrigger(enabled: boolean, terminal: Terminal): Promise<Switched> {
  const deployment = await openDeployment(terminal);
  const { settings, compute, delivery, rememberMs } = deployment;
  const before = await deployment.trigger();
  const after = await compute.setTrigger(settings.detect, settings.trigger, enabled);
  const named = { function: settings.detect, trigger: settings.trigger };
  return { wanted: enabled, before, after, named, delivery, rememberMs };
}

/** https://www.alibabacloud.com/help/en/functioncompute/fc/developer-reference/api-fc-2023-03-30-struct-jobconfig */
const LONGEST_INTERVAL_SECONDS = 600;

/** Since when the function may not have read what came in, where its trigger was paused at a time. */
export function unreadSince(
  paused: number,
  { intervalSeconds = LONGEST_INTERVAL_SECONDS }: Trigger,
): number {
  return paused - intervalSeconds * 1000;
}
