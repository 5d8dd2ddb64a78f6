import { ComputeError } from '../compute/compute-error.ts';
import type { Config } from '../config/settings.ts';
import { computeFinding } from './compute-finding.ts';
import { type Finding, sayingsOf } from './finding.ts';
import type { FunctionsLook } from './functions.ts';

/** Alerts that come later than this are hardly alerts. */
const SLOW_SECONDS = 300;

/** Whether the log trigger is there, is on, and reads what the function expects. */
export async function examineTrigger(
  source: Config['source'] | undefined,
  { compute, settings }: Pick<FunctionsLook, 'compute' | 'settings'>,
): Promise<readonly Finding[]> {
  const { detect, trigger: name } = settings;
  const { fine, fault, warning, skipped } = sayingsOf('trigger', name);
  try {
    const found = await compute.trigger(detect, name);
    if (found === undefined) {
      const home = await compute.find(detect);
      if (home === undefined) return [skipped(`there is no ${detect} that could have it`)];
      const mend = 'Deploy it (npx s deploy), or name it in compute.trigger';
      return [fault('trigger-missing', `${detect} has no trigger of this name`, mend)];
    }
    const { type, enabled, source: read, intervalSeconds, role } = found;
    if (type !== 'log') {
      const mend = "Name detect's log trigger in compute.trigger";
      return [fault('trigger-differs', `it is a ${type} trigger, not one of logs`, mend)];
    }
    const findings: Finding[] = [];
    if (!enabled) {
      const mend = 'npx trailbell trigger resume: what came in meanwhile is told then';
      findings.push(fault('trigger-paused', 'it is switched off: nothing is looked at', mend));
    }
    const { project = source?.project, logstore } = read ?? {};
    if (source && (project !== source.project || logstore !== source.logstore)) {
      findings.push(
        fault(
          'trigger-differs',
          `it reads ${project}/${logstore ?? '?'}, and trailbell.yml names ${source.project}/${source.logstore}: every call is refused`,
          'Correct source.project and source.logstore, or the trigger in s.yaml, and deploy again',
        ),
      );
    }
    if (!role) {
      const mend = 'Set invocationRole in s.yaml to one with the policy docs/ram/trigger.json';
      findings.push(
        fault('trigger-without-role', 'it has no role to call the function with', mend),
      );
    }
    if (intervalSeconds !== undefined && intervalSeconds > SLOW_SECONDS) {
      const mend = 'Set triggerInterval in s.yaml to 60 or less';
      findings.push(warning('trigger-slow', `it looks every ${intervalSeconds} s only`, mend));
    }
    if (findings.length > 0) return findings;
    const every = intervalSeconds === undefined ? '' : `, every ${intervalSeconds} s`;
    return [fine(`on, reads ${project}/${logstore ?? '?'}${every}`)];
  } catch (error) {
    if (!(error instanceof ComputeError)) throw error;
    const resource = ['functions', detect, 'triggers', name];
    return [computeFinding({ fault }, error, { settings, resource })];
  }
}
