import { ComputeError } from '../../compute/compute-error.ts';
import type { Compute, DeployedFunction, Trigger } from '../../compute/compute.ts';
import { openCompute } from '../../compute/open-compute.ts';
import { resolveEnv } from '../../config/resolve-env.ts';
import { resolveParts } from '../../config/resolve-parts.ts';
import type { Config } from '../../config/settings.ts';
import { ConfigError } from '../../model/config-error.ts';
import { isFields } from '../../model/fields.ts';
import { readConfig } from '../../project.ts';
import type { Terminal } from '../command.ts';
import { readCredentials } from './read-credentials.ts';

/** What is deployed, by the trailbell.yml that is here. */
export interface Deployment {
  readonly settings: NonNullable<Config['compute']>;
  readonly delivery: Config['delivery'];
  /** For how long what was told is not told again, in milliseconds. */
  readonly rememberMs: number;
  readonly compute: Compute;
  /** Throws a ComputeError where the function is not there. */
  find(name: string): Promise<DeployedFunction>;
  /** Detect's. Throws a ComputeError where it is not there. */
  trigger(): Promise<Trigger>;
  /** Whether the instances of a function share a ledger, by the variables that are set for it. */
  sharesLedger(deployed: DeployedFunction): boolean;
}

/** Throws a ConfigError where trailbell.yml does not say where the functions run, or a key is missing. */
export async function openDeployment({ directory, env }: Terminal): Promise<Deployment> {
  const config = readConfig(directory);
  const ledger = isFields(config) && isFields(config['ledger']) ? config['ledger'] : {};
  const { redis, ...elsewhere } = ledger;
  // The ledger is the function's: nothing here connects to it.
  const read = resolveParts({ ...(isFields(config) && config), ledger: elsewhere }, env, [
    'compute',
    'delivery',
    'ledger',
  ]);
  const settings = read.compute;
  if (settings === undefined) {
    throw new ConfigError(
      'compute',
      'is missing',
      'Say in trailbell.yml where the functions run: ' +
        "compute: { region: cn-hangzhou, account: '1234567890123456' }",
    );
  }
  const compute = await openCompute(settings, readCredentials(env));
  const { region, detect, trigger: name } = settings;

  async function find(wanted: string): Promise<DeployedFunction> {
    const found = await compute.find(wanted);
    if (found) return found;
    const where = settings?.version === '2.0' ? `the service ${settings.service} in ` : '';
    const mend = `There is no function ${wanted} in ${where}${region}: deploy it, or correct compute in trailbell.yml.`;
    throw new ComputeError('not-found', 'FunctionNotFound', mend);
  }

  return {
    settings,
    delivery: read.delivery,
    rememberMs: read.ledger.remember,
    compute,
    find,
    async trigger() {
      const found = await compute.trigger(detect, name);
      if (found) return found;
      await find(detect);
      const mend = `The function ${detect} has no trigger ${name}: deploy it, or correct compute.trigger in trailbell.yml.`;
      throw new ComputeError('not-found', 'TriggerNotFound', mend);
    },
    sharesLedger({ variables }) {
      try {
        return Boolean(
          resolveEnv(redis, Object.fromEntries(variables.map((each) => [each, 'set']))),
        );
      } catch (error) {
        if (error instanceof ConfigError) return false;
        throw error;
      }
    },
  };
}
