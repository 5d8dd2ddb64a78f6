import type { Collection } from '../../sigma/collection/read-collection.ts';
import type { openScanReport } from '../../workbench/scan/scan-report.ts';
import type { ScanView } from '../../workbench/scan/scan.ts';
import { type Terminal, UsageError } from '../command.ts';
import { openEvents } from '../input/open-events.ts';
import { readPieces } from '../input/read-pieces.ts';
import { visible } from '../output/plain-text.ts';
import { openScanProgress } from '../output/scan-progress.ts';
import { type Findings, openFindings } from './scan-findings.ts';

export interface FileScan {
  readonly rules: Collection;
  readonly view: ScanView;
  /** At least one; `-` is standard input. */
  readonly files: readonly string[];
  readonly report: ReturnType<typeof openScanReport> | undefined;
}

export interface Scanned {
  readonly count: Findings['count'];
  /** Whether something could not be read that is no record. */
  readonly failed: boolean;
}

/**
 * Scans files one after the other. Lines count from 0 through all of them. Where there are several, one
 * that cannot be read is said, and passed over.
 */
export async function scanFiles(options: FileScan, terminal: Terminal): Promise<Scanned> {
  const { files } = options;
  const isOne = files.length === 1;
  /** With which line each file begins. */
  const begun: { readonly file: string; readonly line: number }[] = [];
  const fileOf = (line: number) => begun.findLast((each) => each.line <= line) ?? begun[0];
  const progress = openScanProgress(terminal.progress);
  const findings = openFindings({
    ...options,
    terminal,
    progress,
    placeOf: ({ line, correlated }) => ({
      at: isOne ? { line } : { line, file: fileOf(line)?.file },
      all: { lines: correlated?.lines.toSorted((a, b) => a - b) },
    }),
    nameOf(line) {
      const file = fileOf(line);
      return isOne || !file ? `line ${line}` : `${file.file}, line ${line - file.line}`;
    },
  });
  const { scan, count } = findings;
  let failed = false;

  async function scanFile(file: string, share: number): Promise<void> {
    const { size, taken, chunks } = await openEvents(
      file,
      { command: 'scan', option: '--events' },
      terminal,
    );
    begun.push({ file, line: count.lines });
    for await (const { bytes, starts, ends } of readPieces(chunks)) {
      // What is left then may be half a line.
      if (terminal.interrupted.aborted) return;
      for (const [at, start] of starts.entries()) {
        if (scan.take(bytes, start, ends[at] ?? start)) count.records += 1;
      }
      count.lines += starts.length;
      await scan.correlate(false);
      findings.print();
      const part = size === undefined ? undefined : taken() / Math.max(1, size);
      progress.advance(part === undefined ? undefined : (share + part) / files.length, count);
    }
  }

  for (const [at, file] of files.entries()) {
    if (terminal.interrupted.aborted) break;
    try {
      await scanFile(file, at);
    } catch (error) {
      if (isOne || !(error instanceof UsageError)) throw error;
      failed = true;
      progress.hide();
      terminal.err(visible(error.message));
    }
  }
  await scan.correlate(true);
  findings.print();
  progress.hide();
  findings.sayMalformed();
  if (count.malformed > 0 && count.records === 0) terminal.err(HINT);
  return { count, failed };
}

const HINT = 'records are JSON objects, one a line, or in a JSON list';
