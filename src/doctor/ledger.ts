import { isPublic } from '../channels/private-addresses.ts';
import type { Config } from '../config/settings.ts';
import { LedgerDownError } from '../ledger/cells.ts';
import type { Pulse } from '../ledger/ledger.ts';
import { inspectRedis, type RedisReport } from '../ledger/redis/inspect-redis.ts';
import { checkRedisUrl } from '../ledger/redis/redis-url.ts';
import { ConfigError } from '../model/config-error.ts';
import { type Finding, sayingsOf } from './finding.ts';

export interface LedgerFindings {
  readonly findings: readonly Finding[];
  /** What detect has left in it; undefined where that could not be read. */
  readonly pulse: Pulse | undefined;
}

interface LedgerLook {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly timeoutMs: number;
}

const { fine, skipped, warning, fault } = sayingsOf('ledger');

/** Whether what outlives an invocation is kept, and kept well. */
export async function examineLedger(
  { redis, prefix }: Config['ledger'],
  { now, timeoutMs }: LedgerLook,
): Promise<LedgerFindings> {
  if (!redis) {
    const what = 'ledger.redis is not set: each instance of the function is on its own';
    return { findings: [skipped(`${what} (docs/delivery.md)`)], pulse: undefined };
  }
  try {
    const url = checkRedisUrl(redis);
    try {
      const report = await inspectRedis({ url, prefix, now, timeoutMs });
      return { findings: reportFindings(report, url), pulse: report.pulse };
    } catch (error) {
      if (!(error instanceof LedgerDownError)) throw error;
      return { findings: [downFinding(error, url)], pulse: undefined };
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { key, problem, mend } = error;
    return { findings: [fault('config-wrong', `${key} ${problem}`, mend)], pulse: undefined };
  }
}

/** A managed Redis has such a name, and is reached from its VPC only unless that was changed. */
const MANAGED = /\.rds\.aliyuncs\.com$/;

/** What says that nobody was there, and not that somebody refused. */
const OUT_OF_REACH = /^Redis: (no (answer|connection)|E[A-Z]+\b|the connection was lost)/;

function downFinding({ message }: LedgerDownError, { hostname }: URL): Finding {
  if (OUT_OF_REACH.test(message) && (MANAGED.test(hostname) || isPrivate(hostname))) {
    return warning(
      'ledger-out-of-reach',
      `${message} From here it may well be out of reach: it stands in a VPC`,
      "Run this in the VPC of ledger.redis, or look for ledger-down in the function's log",
    );
  }
  const mend =
    'Set REDIS_URL as the function has it, and ledger.redis in trailbell.yml to ${REDIS_URL}';
  return fault('ledger-down', message, mend);
}

/** This machine is no VPC. */
function isPrivate(hostname: string): boolean {
  return /^(10|172|192)\./.test(hostname) && !isPublic(hostname);
}

/** The oldest that the ledger was tried with. */
const OLDEST = 5;

const FULL_SHARE = 0.9;

/** Whether a ledger is kept well in a Redis like this. */
export function reportFindings(report: RedisReport, url: URL): readonly Finding[] {
  const { version, eviction, appendOnly, isReplica, usedShare, layout, ownLayout, address } =
    report;
  const isOld = version !== undefined && Number.parseInt(version, 10) < OLDEST;
  const isPlain = url.protocol === 'redis:' && address !== undefined && isPublic(address);
  const found: readonly (Finding | undefined)[] = [
    isReplica
      ? fault(
          'ledger-replica',
          'the address is that of a replica, which takes nothing',
          'Name the address of the master, or of the proxy, in ledger.redis',
        )
      : undefined,
    eviction !== undefined && eviction !== 'noeviction'
      ? fault(
          'ledger-evicts',
          `it drops what it was told when its memory is full (maxmemory-policy is ${eviction})`,
          'Set maxmemory-policy to noeviction: CONFIG SET, or the parameters of a Tair instance',
        )
      : undefined,
    layout !== undefined && layout > ownLayout
      ? fault(
          'ledger-newer',
          'a newer release of trailbell has written the ledger, which this one does not know',
          'Run this with that release, or give this one a ledger.prefix of its own',
        )
      : undefined,
    usedShare !== undefined && usedShare >= FULL_SHARE
      ? fault(
          'ledger-full',
          `${Math.round(usedShare * 100)} % of its memory is used`,
          'Give the Redis of ledger.redis more memory, or ledger.remember a shorter time',
        )
      : undefined,
    appendOnly === false
      ? warning(
          'ledger-not-persistent',
          'it forgets everything when it restarts (appendonly is no): alerts would be told again',
          'Set appendonly to yes: CONFIG SET, or the parameters of a Tair instance',
        )
      : undefined,
    isPlain
      ? warning(
          'ledger-plain',
          'the password goes over the internet as it is',
          'Turn on TLS, and write rediss:// in ledger.redis',
        )
      : undefined,
    isOld
      ? warning(
          'ledger-old',
          `Redis ${version} is older than those that trailbell was tried with`,
          `Bring the Redis of ledger.redis to version ${OLDEST} or later`,
        )
      : undefined,
  ];
  const wrong = found.filter((finding) => finding !== undefined);
  return wrong.length > 0 ? wrong : [fine(describe(report, url))];
}

function describe(report: RedisReport, { protocol }: URL): string {
  const { version, eviction, appendOnly, hidesSettings, roundTripMs } = report;
  const isUnknown = hidesSettings && (eviction === undefined || appendOnly === undefined);
  return [
    version === undefined ? 'it answers' : `Redis ${version}`,
    `${Math.round(roundTripMs)} ms away`,
    protocol === 'rediss:' ? 'TLS' : 'no TLS',
    eviction,
    appendOnly && 'appendonly',
    isUnknown &&
      'it does not tell all of its settings: see docs/delivery.md for how they should be',
  ]
    .filter(Boolean)
    .join(', ');
}
