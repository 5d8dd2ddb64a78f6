import { openCompute } from '../compute/open-compute.ts';
import type { Env } from '../config/resolve-env.ts';
import { checkEndpoint, publicEndpoint } from '../logs/endpoint.ts';
import type { Credentials } from '../logs/log-source.ts';
import { ConfigError } from '../model/config-error.ts';
import { isFields } from '../model/fields.ts';
import { examineCalls, failingChannels } from './calls.ts';
import { examineChannel } from './channels.ts';
import { type CheckName, type Finding, sayingsOf } from './finding.ts';
import { examineFunction, type FunctionsLook } from './functions.ts';
import { examineLedger } from './ledger.ts';
import { examineLogService, examineStore, type LogServiceLook } from './log-service.ts';
import { examineConfiguration, examineRules, openConfig } from './project.ts';
import { type Parts, type ReadParts, readParts } from './read-parts.ts';
import { examineTrigger } from './trigger.ts';
import { examineWatch } from './watch.ts';
import { examineDomain, examineHealth, examineWeb } from './web.ts';

export interface DoctorOptions {
  /** Where trailbell.yml is. */
  readonly directory: string;
  readonly env: Env;
  readonly wantsChannel: (name: string) => boolean;
  /** Of whoever asks; a ConfigError where there are none. */
  readonly credentials: Credentials | ConfigError;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For each step. */
  readonly timeoutMs: number;
  /** PEM certificates to trust in place of the usual ones. */
  readonly ca?: string | undefined;
  /** Hears what is about to be looked at. */
  readonly onLook: (what: string) => void;
}

/** Unless watch.no_records_for says otherwise. */
const QUIET_MS = 6 * 60 * 60_000;

/**
 * Looks at all that has to be right for alerts to arrive, and says what is wrong, one finding after the
 * other. It changes nothing and tells nobody. What cannot be looked at because of a fault elsewhere is
 * said so, and the rest is looked at all the same.
 */
export async function* examine(options: DoctorOptions): AsyncGenerator<Finding> {
  const { directory, env, wantsChannel, now, timeoutMs, ca, onLook } = options;
  onLook('trailbell.yml and the rules');
  const opened = openConfig(directory);
  if ('finding' in opened) {
    yield opened.finding;
    return;
  }
  const read = readParts(opened.config, env, wantsChannel);
  const { parts, channels } = read;
  const { ledger, web, watch } = parts;
  yield* examineConfiguration(read);
  yield* examineRules(directory);

  onLook('Log Service');
  const logs = openLook(read, options);
  const trail = 'why' in logs ? undefined : await examineLogService(logs.look);
  if ('why' in logs) yield* logs.findings;
  yield* trail?.findings ?? [];
  const stores = trail?.isAnswering === false ? { why: TRAIL_FIRST, findings: [] } : logs;
  yield* examineStores(read, stores);

  onLook('the ledger');
  const kept = ledger && (await examineLedger(ledger, { now, timeoutMs }));
  yield* kept?.findings ?? notLookedAt(['ledger'], CONFIGURATION_FIRST);

  onLook('Function Compute');
  const opening = await openDeployment(opened.config, read, options);
  const deployment = yield* examineDeployment(opening, parts);
  yield* examineCalls({ pulse: kept?.pulse, newest: trail?.newest, now: now() });

  onLook('how people answer');
  yield* web
    ? examineWeb({ web, ledger, channels }, now())
    : notLookedAt(['web'], CONFIGURATION_FIRST);
  if (web && web.url !== '') {
    yield* 'why' in deployment
      ? notLookedAt(['domain'], deployment.why)
      : await examineDomain(web, deployment, now());
    yield await examineHealth(web, { timeoutMs, ca });
  }
  yield* watch ? examineWatch({ watch, ledger }) : notLookedAt(['watch'], CONFIGURATION_FIRST);

  onLook('the channels');
  const failing = failingChannels(kept?.pulse);
  const found = await Promise.all(
    Object.entries(channels).map(([name, settings]) =>
      examineChannel(name, { [name]: settings }, { now, timeoutMs, failing, ca }),
    ),
  );
  yield* found.flat();
}

const CONFIGURATION_FIRST = 'the fault of the configuration comes first';

const TRAIL_FIRST = "the fault of the trail's logstore comes first";

/** Why something is not looked at. */
interface NotLooked {
  readonly why: string;
}

function notLookedAt(checks: readonly CheckName[], why: string): readonly Finding[] {
  return checks.map((check) => sayingsOf(check).skipped(why));
}

type LogsLook =
  | { readonly look: LogServiceLook }
  | (NotLooked & { readonly findings: readonly Finding[] });

/** The Log Service of the trail, as it is reached from here. */
function openLook(
  { parts: { source, watch } }: ReadParts,
  { credentials, now, timeoutMs }: DoctorOptions,
): LogsLook {
  const rest: readonly CheckName[] = ['logstore', 'shards', 'records'];
  if (credentials instanceof ConfigError) {
    const { key, problem, mend } = credentials;
    const fault = sayingsOf('credentials').fault('credentials-unset', `${key} ${problem}`, mend);
    return { why: WITHOUT_KEY, findings: [fault, ...notLookedAt(rest, WITHOUT_KEY)] };
  }
  if (source === undefined) {
    const why = CONFIGURATION_FIRST;
    return { why, findings: notLookedAt(['credentials', ...rest], why) };
  }
  const endpoint = publicEndpoint(source.endpoint);
  try {
    checkEndpoint(endpoint, true);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { key, problem, mend } = error;
    const fault = sayingsOf('logstore').fault('config-wrong', `${key} ${problem}`, mend);
    return { why: CONFIGURATION_FIRST, findings: [fault] };
  }
  const quietMs = watch?.no_records_for ?? QUIET_MS;
  return { look: { source: { ...source, endpoint }, credentials, now, timeoutMs, quietMs } };
}

const WITHOUT_KEY = 'it takes an access key: see credentials';

/** The logstores that the function writes to, where it does. */
async function* examineStores({ parts }: ReadParts, logs: LogsLook): AsyncGenerator<Finding> {
  const { logstore, file } = parts.dead_letters ?? {};
  const letters = sayingsOf('dead-letters');
  if (file) {
    const mend =
      'Set DEAD_LETTERS to a logstore (dead_letters.logstore), and remove dead_letters.file';
    yield letters.warning('nothing-kept', 'they go to a file, which a function loses', mend);
  } else if (!logstore) {
    const mend =
      'Set DEAD_LETTERS to a logstore (dead_letters.logstore) that the function may write to';
    yield letters.warning('nothing-kept', "what is given up is in the function's log only", mend);
  } else if ('why' in logs) yield letters.skipped(logs.why);
  else yield await examineStore('dead-letters', logstore, logs.look);
  const history = parts.history?.logstore;
  if (!history)
    yield sayingsOf('history').skipped('history.logstore is not set: no message is written down');
  else if ('why' in logs) yield sayingsOf('history').skipped(logs.why);
  else yield await examineStore('history', history, logs.look);
}

/** Function Compute, where trailbell.yml says where that is. */
async function openDeployment(
  config: unknown,
  { parts: { compute: settings } }: ReadParts,
  { credentials, env }: DoctorOptions,
): Promise<FunctionsLook | NotLooked> {
  if (settings === undefined) {
    const isNamed = isFields(config) && isFields(config['compute']);
    return { why: isNamed ? CONFIGURATION_FIRST : UNNAMED };
  }
  if (credentials instanceof ConfigError) return { why: WITHOUT_KEY };
  return { compute: await openCompute(settings, credentials), settings, config, env };
}

const UNNAMED =
  'trailbell.yml does not say where the functions run. Add ' +
  "compute: { region: cn-hangzhou, account: '1234567890123456' }";

/** What would be said of whatever else is asked for, and takes as long each time. */
const inTheWay: ReadonlySet<string> = new Set(['clock-wrong', 'key-refused', 'not-answering']);

/** Answers with how to go on asking, where there is an answer to be had. */
async function* examineDeployment(
  deployment: FunctionsLook | NotLooked,
  { source, web, ledger }: Parts,
): AsyncGenerator<Finding, FunctionsLook | NotLooked> {
  if ('why' in deployment) {
    yield* notLookedAt(['function'], deployment.why);
    return deployment;
  }
  const { settings } = deployment;
  const first = await examineFunction('detect', deployment);
  yield* first;
  if (first.some(({ code }) => inTheWay.has(code))) {
    const why = `the fault of ${settings.detect} comes first`;
    yield* notLookedAt(['function', 'trigger'], why);
    return { why };
  }
  if (ledger?.redis) yield* await examineFunction('sweep', deployment);
  else
    yield sayingsOf('function', settings.sweep).skipped(
      'without a shared ledger it has nothing to do',
    );
  if (web?.url) yield* await examineFunction('web', deployment);
  else yield sayingsOf('function', settings.web).skipped('web.url is not set');
  yield* await examineTrigger(source, deployment);
  return deployment;
}
