import { expect, test } from 'vitest';
import { parseRules } from '../../../src/sigma/parse/parse-rules.ts';
import { openScan } from '../../../src/workbench/scan/scan.ts';
import { deletion } from '../../support/audit-event.ts';
import { logOf } from '../../support/raw-log.ts';

const { rules } = parseRules(
  `title: Deleted
id: 00000000-0000-4000-8000-000000000001
level: high
logsource: {product: alicloud, service: actiontrail}
detection: {selection: {eventName: DeleteVpcEndpointService}, condition: selection}
`,
  'a.yml',
);

test('a log that cannot be read costs its neighbours nothing', () => {
  const found: number[] = [];
  const malformed: [number, string][] = [];
  const scan = openScan({
    rules,
    correlations: [],
    view: 'actiontrail',
    onMatch: ({ line }) => found.push(line),
    onMalformed: (line, why) => malformed.push([line, why]),
    onFault: () => {},
    onBound: () => {},
  });
  const whole = logOf(deletion());
  const damaged = {
    ...whole,
    text(): never {
      throw new RangeError('the log is damaged');
    },
  };
  expect([whole, damaged, whole].map((log, line) => scan.takeLog(log, line))).toEqual([
    true,
    false,
    true,
  ]);
  expect(found).toEqual([0, 2]);
  expect(malformed).toEqual([[1, 'unreadable: RangeError']]);
});
