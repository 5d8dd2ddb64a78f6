import { checkEndpoint } from '../../logs/endpoint.ts';
import { openLogClient } from '../../logs/log-client.ts';
import { LogServiceError } from '../../logs/log-service-error.ts';
import type { LogSource } from '../../logs/log-source.ts';
import { readLogs } from '../../logs/read-logs.ts';
import type { OpenScanReport } from '../../workbench/scan/scan-report.ts';
import type { ScanRules } from '../../workbench/scan/scan-rules.ts';
import type { Terminal } from '../command.ts';
import { type PulledPage, pullLogstore } from '../input/pull-logstore.ts';
import { readCredentials } from '../input/read-credentials.ts';
import { numberOf } from '../output/number-of.ts';
import { openScanProgress } from '../output/scan-progress.ts';
import type { Scanned } from './scan-files.ts';
import { openFindings } from './scan-findings.ts';

export interface LogstoreScan {
  readonly rules: ScanRules;
  readonly source: LogSource;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly report: OpenScanReport | undefined;
}

/** How long somebody at a terminal waits for Log Service, at each step. */
const PATIENCE_MS = 30_000;

const DAY_MS = 86_400_000;

/** What a few minutes saw says nothing of a day. */
const LEAST_DAYS = 1 / 24;

/**
 * Scans what came into a logstore in a range of time. Where it cannot be read, or not to its end, that is
 * said, and what was found stays found. Throws a ConfigError where there is no key.
 */
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
  count.counted = 'record';
  // A log that is rejected is never handed out: it is counted here, or nowhere.
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
  const name = `${source.project}/${source.logstore} at ${source.endpoint}`;
  let paused = false;
  const onPause = (): void => {
    if (paused) return;
    paused = true;
    progress.hide();
    terminal.err(`${source.endpoint} does not answer as it should: trying again for half a minute`);
  };
  const pulling = { from, to, interrupted, patienceMs: PATIENCE_MS, onPause };
  let reached: number | undefined;
  let damaged = 0;
  let broken: LogServiceError | undefined;
  try {
    for await (const pulled of pullLogstore(client, pulling)) {
      reached = Math.max(from, reached ?? from, pulled.reached);
      if (!takePage(pulled)) damaged += 1;
      await scan.correlate(false);
      findings.print();
      progress.advance(pulled.share, count);
    }
  } catch (error) {
    if (!(error instanceof LogServiceError)) throw error;
    broken = error;
  }
  await scan.correlate(true);
  findings.print();
  progress.hide();
  findings.sayMalformed();
  if (damaged > 0) {
    const pages = numberOf(damaged, 'page');
    terminal.err(`${pages} of logs came damaged: what stands behind the damage is missing`);
  }
  if (broken) {
    const missing = reached === undefined ? '' : `\n${missingAfter(reached)}`;
    terminal.err(`${name}: ${broken.message}${missing}`);
  }
  const until = broken || interrupted.aborted ? (reached ?? from) : to;
  return {
    count,
    failed: damaged > 0 || broken !== undefined,
    days: Math.max(LEAST_DAYS, (until - from) / DAY_MS),
  };

  /** Answers whether the page could be read to its end. */
  function takePage({ page, shard }: PulledPage): boolean {
    try {
      for (const log of readLogs(page, { logstore: source.logstore, shard, screen })) {
        if (scan.takeLog(log, count.lines)) count.records += 1;
        count.lines += 1;
      }
      return true;
    } catch {
      // What trips over a single log is no concern of the page's: the scan counts it as malformed.
      return false;
    }
  }
}

function missingAfter(reached: number): string {
  const time = new Date(reached).toISOString().slice(0, 16).replace('T', ' ');
  return `What was written to it after ${time} UTC is missing, or part of it is`;
}
