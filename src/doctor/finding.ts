/** What was looked at, in the order in which it is. */
export type CheckName =
  | 'configuration'
  | 'rules'
  | 'credentials'
  | 'clock'
  | 'logstore'
  | 'shards'
  | 'records'
  | 'dead-letters'
  | 'history'
  | 'ledger'
  | 'function'
  | 'trigger'
  | 'calls'
  | 'web'
  | 'domain'
  | 'health'
  | 'watch'
  | 'channel';

/** What can be wrong. Scripts go by these names: one that has been released keeps its meaning. */
export type FaultCode =
  | 'config-wrong'
  | 'variable-unset'
  | 'rules-unreadable'
  | 'no-rules'
  | 'credentials-unset'
  | 'key-refused'
  | 'secret-wrong'
  | 'token-refused'
  | 'token-expired'
  | 'clock-wrong'
  | 'permission-missing'
  | 'project-missing'
  | 'logstore-missing'
  | 'not-answering'
  | 'shards-readonly'
  | 'records-stopped'
  | 'store-is-trail'
  | 'ledger-down'
  | 'ledger-evicts'
  | 'ledger-replica'
  | 'ledger-newer'
  | 'ledger-full'
  | 'function-missing'
  | 'function-failed'
  | 'function-differs'
  | 'function-too-small'
  | 'function-without-role'
  | 'variable-missing'
  | 'trigger-missing'
  | 'trigger-differs'
  | 'trigger-paused'
  | 'trigger-without-role'
  | 'calls-failing'
  | 'calls-stopped'
  | 'domain-missing'
  | 'domain-elsewhere'
  | 'domain-plain'
  | 'certificate-ended'
  | 'certificate-refused'
  | 'web-unhealthy'
  | 'channel-failing'
  | 'address-private';

/** What works, and will not for ever, or not for everybody. */
export type WarningCode =
  | 'rules-unused'
  | 'clock-off'
  | 'no-trail'
  | 'records-late'
  | 'nothing-kept'
  | 'ledger-not-persistent'
  | 'ledger-old'
  | 'ledger-plain'
  | 'ledger-out-of-reach'
  | 'function-older'
  | 'variable-missing-there'
  | 'trigger-slow'
  | 'never-called'
  | 'default-domain'
  | 'certificate-ends'
  | 'slack-unanswered'
  | 'unwatched';

interface Said {
  readonly check: CheckName;
  /** Which one, where there are several: the name of a function or a channel. */
  readonly about?: string | undefined;
  /** Safe to print, but for the names that people chose: those may hold anything. */
  readonly message: string;
}

/** One line of what the doctor says. A `mend` names the key, the command or the policy that helps. */
export type Finding =
  | (Said & { readonly state: 'fine'; readonly code: 'ok' })
  /** It could not be looked at, or there is nothing to look at: the message says why. */
  | (Said & { readonly state: 'skipped'; readonly code: 'skipped' })
  | (Said & { readonly state: 'warning'; readonly code: WarningCode; readonly mend: string })
  | (Said & { readonly state: 'fault'; readonly code: FaultCode; readonly mend: string });

/** Says things of one check. */
export interface Sayings {
  fine(message: string): Finding;
  skipped(message: string): Finding;
  warning(code: WarningCode, message: string, mend: string): Finding;
  fault(code: FaultCode, message: string, mend: string): Finding;
}

export function sayingsOf(check: CheckName, about?: string): Sayings {
  const where = { check, ...(about !== undefined && { about }) };
  return {
    fine: (message) => ({ ...where, state: 'fine', code: 'ok', message }),
    skipped: (message) => ({ ...where, state: 'skipped', code: 'skipped', message }),
    warning: (code, message, mend) => ({ ...where, state: 'warning', code, message, mend }),
    fault: (code, message, mend) => ({ ...where, state: 'fault', code, message, mend }),
  };
}
