import { actionTrail } from '../../rule-faults.ts';
import { logsourceApplies } from '../../sigma/logsource.ts';
import type { Logsource } from '../../sigma/rule.ts';
import { UsageError } from '../command.ts';

/** The value of --logsource, such as `product=windows,service=security`; ActionTrail's logs unless said. */
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
