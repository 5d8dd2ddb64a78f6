import { LedgerDownError } from './ledger/cells.ts';
import { LogServiceError } from './logs/log-service-error.ts';
import { ConfigError } from './model/config-error.ts';
import { errorName } from './model/error-name.ts';

/** Why something went wrong, safe to print: our own words, or else only the error's name. */
export function errorReason(error: unknown): string {
  const isOurs =
    error instanceof LogServiceError ||
    error instanceof ConfigError ||
    error instanceof LedgerDownError;
  return isOurs ? error.message : errorName(error);
}
