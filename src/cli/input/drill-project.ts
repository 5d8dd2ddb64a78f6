import { madeUpSource } from '../../config/made-up-source.ts';
import { resolveParts } from '../../config/resolve-parts.ts';
import { type Fields, isFields } from '../../model/fields.ts';
import type { Locale } from '../../model/locale.ts';
import { type Project, readProject } from '../../project.ts';
import type { Terminal } from '../command.ts';
import { readSource } from './log-source.ts';

export interface DrillProject {
  readonly project: Project;
  /** Whether what was sent is written down in Log Service, which takes keys. */
  readonly needsLogs: boolean;
}

/** Of trailbell.yml what a drill goes by, beside its channels and source. */
const parts = ['accounts', 'history', 'ledger', 'locale', 'timezone', 'web'];

/**
 * The project for telling some of its channels: without the others, whose variables need not be set then,
 * and without the routes, which name channels that are not there.
 */
export function drillProject(
  wantsChannel: (name: string) => boolean,
  locale: Locale | undefined,
  { directory, env }: Terminal,
): DrillProject {
  const project = readProject(directory);
  const { config } = project;
  const all = isFields(config) ? config : {};
  const channels = Object.entries(isFields(all['channels']) ? all['channels'] : {});
  const kept: Fields = {
    ...Object.fromEntries(Object.entries(all).filter(([key]) => parts.includes(key))),
    source: madeUpSource,
    channels: Object.fromEntries(
      channels
        .filter(([name]) => wantsChannel(name))
        .map(([name, each]) => [name, isFields(each) && locale ? { ...each, locale } : each]),
    ),
  };
  const needsLogs = Boolean(resolveParts(kept, env, ['history']).history?.logstore);
  const unnamed = { endpoint: undefined, project: undefined, logstore: undefined };
  const source = needsLogs ? readSource(unnamed, { directory, env }) : madeUpSource;
  return { project: { ...project, config: { ...kept, source } }, needsLogs };
}
