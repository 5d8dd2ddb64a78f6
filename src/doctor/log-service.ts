import { openLogClient } from '../logs/log-client.ts';
import { LogServiceError } from '../logs/log-service-error.ts';
import type { Credentials, LogSource } from '../logs/log-source.ts';
import { type LogstoreView, viewLogstore } from '../logs/logstore-probe.ts';
import { agoText } from './ago-text.ts';
import { type Finding, sayingsOf } from './finding.ts';
import {
  ACCEPTED,
  isAccepted,
  REFUSED_SKEW_MS,
  refusedFinding,
  refusedFindings,
} from './log-refusal.ts';
import { type Newest, newestRecords } from './newest-records.ts';
import { logstoreResource, policyStatement } from './policy-statement.ts';

export interface LogServiceLook {
  /** As it is reached from here. */
  readonly source: LogSource;
  readonly credentials: Credentials;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For each request. */
  readonly timeoutMs: number;
  /** After so long without records something is wrong, in milliseconds; 0 where that is not known. */
  readonly quietMs: number;
}

export interface LogServiceFindings {
  readonly findings: readonly Finding[];
  /** Undefined where it could not be seen. */
  readonly newest: Newest | undefined;
  /** Whether other logstores of the project can be asked after. */
  readonly isAnswering: boolean;
}

/** Whether the keys are good, and the trail's logstore is there, can be read, and is written to. */
export async function examineLogService(look: LogServiceLook): Promise<LogServiceFindings> {
  const { source, credentials, now, timeoutMs } = look;
  const asked = now();
  try {
    const view = await viewLogstore(source, credentials, timeoutMs);
    const newest = await newestRecords(
      openLogClient({ source, credentials }),
      view.shards.map(({ id }) => id),
      look,
    );
    return {
      findings: [
        sayingsOf('credentials').fine(ACCEPTED),
        clockFinding(view, (asked + now()) / 2),
        ...logstoreFindings(source),
        shardsFinding(view),
        newest instanceof LogServiceError
          ? refusedFinding('records', newest, source)
          : recordsFinding(newest, look),
      ],
      newest: newest instanceof LogServiceError ? undefined : newest,
      isAnswering: true,
    };
  } catch (error) {
    if (!(error instanceof LogServiceError)) throw error;
    return {
      findings: refusedFindings(error, source),
      newest: undefined,
      isAnswering: isAccepted(error),
    };
  }
}

/** Whether a logstore that is written to is there. That it may be written to is not tried. */
export async function examineStore(
  check: 'dead-letters' | 'history',
  logstore: string,
  { source, credentials, timeoutMs }: LogServiceLook,
): Promise<Finding> {
  const { fine, fault, skipped } = sayingsOf(check);
  const key = check === 'history' ? 'history.logstore' : 'dead_letters.logstore';
  if (logstore === source.logstore) {
    const mend = `Make another logstore in ${source.project}, and name it in ${key}`;
    return fault(
      'store-is-trail',
      `${key} is the logstore of the trail, which nobody may write to`,
      mend,
    );
  }
  try {
    await viewLogstore({ ...source, logstore }, credentials, timeoutMs);
    return fine(`logstore ${logstore} is there; that it may be written to is not tried`);
  } catch (error) {
    if (!(error instanceof LogServiceError)) throw error;
    if (error.lacking === undefined) {
      return refusedFinding(check, error, { ...source, logstore }, key);
    }
    const statement = policyStatement(error.lacking, logstoreResource(source.project, logstore));
    return skipped(`the key may not look at logstore ${logstore}. To allow it: ${statement}`);
  }
}

const NOTABLE_SKEW_MS = 60_000;

function clockFinding({ serverTime }: LogstoreView, here: number): Finding {
  const { fine, skipped, warning } = sayingsOf('clock');
  if (serverTime === undefined) return skipped('Log Service did not say what time it is');
  const skew = here - serverTime;
  if (Math.abs(skew) < NOTABLE_SKEW_MS) return fine("this machine's clock is right");
  const which = skew > 0 ? 'ahead' : 'behind';
  return warning(
    'clock-off',
    `this machine's clock is ${agoText(Math.abs(skew))} ${which} of Log Service's`,
    `Set it right (NTP): signatures are refused from ${REFUSED_SKEW_MS / 60_000} min on`,
  );
}

/** What ActionTrail calls the logstore of a trail. */
const TRAIL = /^actiontrail_./;

function logstoreFindings({ project, logstore }: LogSource): readonly Finding[] {
  const { fine, warning } = sayingsOf('logstore');
  if (TRAIL.test(logstore)) return [fine(`${project}/${logstore} can be read`)];
  return [
    warning(
      'no-trail',
      `${project}/${logstore} can be read, but is not named like the logstore of a trail`,
      'Check source.logstore: ActionTrail delivers to actiontrail_ and the name of the trail',
    ),
  ];
}

function shardsFinding({ shards }: LogstoreView): Finding {
  const { fine, fault } = sayingsOf('shards');
  const writable = shards.filter(({ isWritable }) => isWritable).length;
  const rest = shards.length - writable;
  const old =
    rest > 0 ? `, and ${rest} that only ${rest === 1 ? 'keeps' : 'keep'} older records` : '';
  if (writable > 0) return fine(`${writable} that new records go into${old}`);
  const mend = 'Split a shard of the logstore in the console of Log Service';
  return fault('shards-readonly', `no shard takes new records${old}`, mend);
}

function recordsFinding(newest: Newest, { source, quietMs }: LogServiceLook): Finding {
  const { fine, fault, warning } = sayingsOf('records');
  const mend =
    'Check in the console of ActionTrail that the trail is enabled, takes events of all regions, and ' +
    `delivers to ${source.project}/${source.logstore}`;
  if (newest.kind === 'none')
    return fault(
      'records-stopped',
      newest.isEmpty ? 'the logstore is empty' : `nothing came in for ${agoText(newest.sinceMs)}`,
      mend,
    );
  const message = `the last came in within ${agoText(newest.withinMs)}`;
  if (quietMs === 0 || newest.withinMs <= quietMs) return fine(message);
  return warning('records-late', `nothing came in for ${agoText(newest.sinceMs)}`, mend);
}
