import { errorName } from '../../model/error-name.ts';
import { ruleId } from '../../rule-faults.ts';
import type { OpenScanReport } from '../../workbench/scan/scan-report.ts';
import type { ScanRules } from '../../workbench/scan/scan-rules.ts';
import { openScan, type Scan, type ScanMatch, type ScanView } from '../../workbench/scan/scan.ts';
import type { Terminal } from '../command.ts';
import { numberOf } from '../output/number-of.ts';
import { visible, visibleJson } from '../output/plain-text.ts';
import type { Counted, ScanProgress } from '../output/scan-progress.ts';

/** What is printed of a match beside its rule: where it is, and where all events of a correlation are. */
export type PlaceOf = (match: ScanMatch) => { readonly at: object; readonly all: object };

export interface FindingsOptions {
  readonly rules: ScanRules;
  readonly view: ScanView;
  readonly terminal: Terminal;
  readonly progress: Pick<ScanProgress, 'hide'>;
  /** Undefined where each match is printed. */
  readonly report: OpenScanReport | undefined;
  readonly placeOf: PlaceOf;
  /** What people find a malformed record by. */
  readonly nameOf: (line: number) => string;
}

/** `lines` are what was looked at: lines, or what `counted` says; `records` those that hold one. */
export interface ScanCount {
  counted: Counted;
  lines: number;
  records: number;
  malformed: number;
  matches: number;
}

export interface Findings {
  readonly scan: Scan;
  readonly count: ScanCount;
  /** Prints what was found since it was last asked. */
  print(): void;
  /** Says what could not be read. */
  sayMalformed(): void;
}

const MOST_NAMED = 10;

/** A scan whose matches are printed, or go into the report. */
export function openFindings(options: FindingsOptions): Findings {
  const { rules, terminal, progress, report, placeOf, nameOf } = options;
  const found: ScanMatch[] = [];
  const malformed: { readonly name: string; readonly why: string }[] = [];
  const count: ScanCount = { counted: 'line', lines: 0, records: 0, malformed: 0, matches: 0 };
  const said = new Set<string>();

  function warn(warning: string): void {
    progress.hide();
    terminal.err(visible(warning));
  }
  const scan = openScan({
    ...rules.asked,
    view: options.view,
    onMatch(match) {
      if (!rules.isTold(match.rule)) return;
      if (report) {
        if (report.add(match)) count.matches += 1;
        return;
      }
      count.matches += 1;
      found.push(match);
    },
    onMalformed(line, why) {
      count.malformed += 1;
      if (malformed.length < MOST_NAMED) malformed.push({ name: nameOf(line), why });
    },
    onFault(rule, line, error) {
      const fault = `rule ${ruleId(rule)} could not be evaluated: ${errorName(error)}`;
      if (!said.has(fault)) warn(`${nameOf(line)}: ${fault}`);
      said.add(fault);
    },
    onBound({ kind, correlation, count: left }) {
      warn(`correlation ${correlation}: ${left} left out (${kind})`);
    },
    onNewEvent: (service, name) => report?.addNewEvent(service, name),
  });

  return {
    scan,
    count,
    print() {
      if (found.length === 0) return;
      progress.hide();
      terminal.out(found.map((match) => visibleJson(matchLine(match, placeOf))).join('\n'));
      found.length = 0;
    },
    sayMalformed() {
      for (const { name, why } of malformed) terminal.err(`${name} holds no record: ${why}`);
      const rest = count.malformed - malformed.length;
      if (rest > 0) terminal.err(`and ${numberOf(rest, count.counted)} more`);
    },
  };
}

function matchLine(match: ScanMatch, placeOf: PlaceOf): object {
  const { rule, correlated } = match;
  const { at, all } = placeOf(match);
  const found = { ...at, rule: ruleId(rule), title: rule.title, level: rule.level };
  return correlated ? { ...found, correlation: true, ...all } : found;
}
