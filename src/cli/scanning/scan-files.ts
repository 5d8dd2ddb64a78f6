import type { OpenScanReport } from '../../workbench/scan/scan-report.ts';
import type { ScanRules } from '../../workbench/scan/scan-rules.ts';
import type { ScanView } from '../../workbench/scan/scan.ts';
import { type Terminal, UsageError } from '../command.ts';
import { openEvents } from '../input/open-events.ts';
import { openPieces } from '../input/read-pieces.ts';
import { UnreadableError } from '../input/unreadable-error.ts';
import { numberOf } from '../output/number-of.ts';
import { visible } from '../output/plain-text.ts';
import { type Counted, openScanProgress } from '../output/scan-progress.ts';
import { openFindings, type ScanCount } from './scan-findings.ts';

export interface FileScan {
  readonly rules: ScanRules;
  readonly view: ScanView;
  /** At least one; `-` is standard input. */
  readonly files: readonly string[];
  readonly report: OpenScanReport | undefined;
}

export interface Scanned {
  readonly count: ScanCount;
  /** Whether something could not be read that is no record; it has been said. */
  readonly failed: boolean;
  /** How many days were looked at; undefined where nobody knows. */
  readonly days: number | undefined;
}

/** Where a file begins. */
interface Begun {
  readonly file: string;
  readonly line: number;
  readonly counted: Counted;
}

/**
 * Scans files one after the other. Lines, or the records where they stand in no lines of their own, count
 * from 0 through all of them. What cannot be read, or not to its end, is said and passed over: what was
 * found stays found. Throws a UsageError where a file is alone and no text.
 */
export async function scanFiles(options: FileScan, terminal: Terminal): Promise<Scanned> {
  const { files } = options;
  const isOne = files.length === 1;
  const begun: Begun[] = [];
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
      const { file, line: first, counted } = fileOf(line) ?? { line: 0, counted: 'line' };
      const place = `${counted} ${line - first}`;
      return isOne || file === undefined ? place : `${file}, ${place}`;
    },
  });
  const { scan, count } = findings;
  let failed = false;

  async function scanFile(file: string, share: number): Promise<void> {
    const asking = { command: 'scan', option: '--events' };
    const { size, taken, chunks } = await openEvents(file, asking, terminal);
    const { layout, pieces } = await openPieces(chunks);
    const counted = layout === 'lines' ? 'line' : 'record';
    if (counted === 'record') count.counted = counted;
    begun.push({ file, line: count.lines, counted });
    for await (const { bytes, starts, ends } of pieces) {
      // What is left then may be half a line.
      if (terminal.interrupted.aborted) return;
      for (const [at, start] of starts.entries()) {
        if (scan.take(bytes, start, ends[at] ?? start, count.lines)) count.records += 1;
        count.lines += 1;
      }
      await scan.correlate(false);
      findings.print();
      const part = size === undefined ? undefined : taken() / Math.max(1, size);
      progress.advance(part === undefined ? undefined : (share + part) / files.length, count);
    }
  }

  for (const [at, file] of files.entries()) {
    if (terminal.interrupted.aborted) break;
    const before = count.lines;
    try {
      await scanFile(file, at);
    } catch (error) {
      const isPassable = error instanceof UnreadableError || !isOne;
      if (!(error instanceof UsageError) || !isPassable) throw error;
      failed = true;
      progress.hide();
      terminal.err(visible(`${error.message}${missingAfter(count.lines - before)}`));
    }
  }
  await scan.correlate(true);
  findings.print();
  progress.hide();
  findings.sayMalformed();
  if (count.malformed > 0 && count.records === 0) terminal.err(HINT);
  return { count, failed, days: undefined };

  function missingAfter(read: number): string {
    if (read === 0) return '';
    const counted = begun.at(-1)?.counted ?? 'line';
    return `: what follows the first ${numberOf(read, counted)} is missing`;
  }
}

const HINT = 'records are JSON objects, one a line, or in a JSON list';
