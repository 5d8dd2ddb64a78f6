import type { Place, Problem } from '../../sigma/problem.ts';
import { findingCodes, type FindingCode, type Severity } from './finding-codes.ts';

/** Something that is wrong with a rule, or hardly meant. The message is one line. */
export interface Finding extends Place {
  readonly code: FindingCode | Problem['code'];
  readonly severity: Severity;
  readonly message: string;
}

export function finding(
  code: FindingCode,
  message: string,
  { file, line, column }: Place,
): Finding {
  return { code, severity: findingCodes[code], message, file, line, column };
}

/** What Sigma does not allow, as a finding. */
export function findingOfProblem({ code, message, file, line, column }: Problem): Finding {
  return { code, severity: 'error', message, file, line, column };
}
