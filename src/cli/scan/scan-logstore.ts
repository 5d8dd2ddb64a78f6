import { checkEndpoint } from '../../logs/endpoint.ts';
import { openLogClient } from '../../logs/log-client.ts';
import type { LogSource } from '../../logs/log-source.ts';
import { readLogs } from '../../logs/read-logs.ts';
import type { Collection } from '../../sigma/collection/read-collection.ts';
import type { openScanReport } from '../../workbench/scan/scan-report.ts';
import type { Terminal } from '../command.ts';
import { pullLogstore } from '../input/pull-logstore.ts';
import { readCredentials } from '../input/read-credentials.ts';
import { openScanProgress } from '../output/scan-progress.ts';
import type { Scanned } from './scan-files.ts';
import { openFindings } from './scan-findings.ts';

export interface LogstoreScan {
  readonly rules: Collection;
  readonly source: LogSource;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly report: ReturnType<typeof openScanReport> | undefined;
}

/** How long somebody at a terminal waits for Log Service, at each step. */
const PATIENCE_MS = 30_000;

/** Scans what came into a logstore in a range of time. Throws a LogServiceError where it cannot be read. */
export async function scanLogstore(options: LogstoreScan, terminal: Terminal): Promise<Scanned> {
  const { source, from, to } = options;
  checkEndpoint(source.endpoint, true);
  const client = openLogClient({ source, credentials: readCredentials(terminal.env) });
  const progress = openScanProgress(terminal.progress);
  const findings = openFindings({
    ...options,
    view: 'actiontrail',
    terminal,
    progress,
    placeOf: ({ id, time, correlated }) => ({
      at: { event: id, time: new Date(time).toISOString() },
      all: { events: correlated?.ids },
    }),
    nameOf: (line) => `log ${line}`,
  });
  const { scan, count } = findings;
  const screen = {
    ...scan.screen,
    rejects(bytes: Buffer, start: number, end: number): boolean {
      const rejected = scan.screen.rejects(bytes, start, end);
      if (rejected) {
        count.lines += 1;
        count.records += 1;
      }
      return rejected;
    },
  };
  const { interrupted } = terminal;
  const pages = pullLogstore(client, { from, to, interrupted, patienceMs: PATIENCE_MS });
  for await (const { page, shard, share } of pages) {
    for (const log of readLogs(page, { logstore: source.logstore, shard, screen })) {
      if (scan.takeLog(log)) count.records += 1;
      count.lines += 1;
    }
    await scan.correlate(false);
    findings.print();
    progress.advance(share, count);
  }
  await scan.correlate(true);
  findings.print();
  progress.hide();
  findings.sayMalformed();
  return { count, failed: false };
}
