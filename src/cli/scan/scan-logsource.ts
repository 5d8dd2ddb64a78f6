import type { Collection } from '../../sigma/collection/read-collection.ts';
import { logsourceApplies } from '../../sigma/logsource.ts';
import type { Logsource } from '../../sigma/rule.ts';
import { UsageError } from '../command.ts';

/** What the function reads. */
export const actionTrail: Logsource = {
  product: 'alicloud',
  category: undefined,
  service: 'actiontrail',
};

/** The rules for these logs, and the correlations of which all rules are. Undefined for any logs. */
export function forLogs(read: Collection, logs: Logsource | undefined): Collection {
  if (logs === undefined) return read;
  const rules = read.rules.filter(({ logsource }) => logsourceApplies(logsource, logs));
  let correlations = read.correlations;
  for (;;) {
    const names = new Set([...rules, ...correlations].flatMap(({ id, name }) => [id, name]));
    const whole = correlations.filter((each) =>
      each.correlation.rules.every((name) => names.has(name)),
    );
    if (whole.length === correlations.length) return { rules, correlations };
    correlations = whole;
  }
}

/** Reads `product=windows,service=security`. */
export function readLogsource(text: string | undefined): Logsource {
  if (text === undefined) return actionTrail;
  const given = new Map<string, string>();
  for (const part of text.split(',')) {
    const [name = '', value = '', ...rest] = part.split('=').map((word) => word.trim());
    if (!/^(product|category|service)$/.test(name) || value === '' || rest.length > 0) {
      throw new UsageError(`--logsource takes product=…,category=…,service=…, not '${part}'`);
    }
    given.set(name, value);
  }
  const logs = {
    product: given.get('product'),
    category: given.get('category'),
    service: given.get('service'),
  };
  const isOurs = logsourceApplies(logs, actionTrail) && logsourceApplies(actionTrail, logs);
  return isOurs ? actionTrail : logs;
}
