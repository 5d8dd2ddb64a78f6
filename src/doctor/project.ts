import { ConfigError } from '../model/config-error.ts';
import { readConfig, readRules } from '../project.ts';
import { ruleFaults } from '../rule-faults.ts';
import { type Finding, sayingsOf } from './finding.ts';
import type { ReadParts } from './read-parts.ts';

/** The value of trailbell.yml, or what keeps it from being read. */
export function openConfig(
  directory: string,
): { readonly config: unknown } | { readonly finding: Finding } {
  try {
    return { config: readConfig(directory) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { fault } = sayingsOf('configuration');
    return { finding: fault('config-wrong', `${error.key} ${error.problem}`, error.mend) };
  }
}

export function examineConfiguration({ unset, mistakes }: ReadParts): readonly Finding[] {
  const { fine, fault } = sayingsOf('configuration');
  const them = unset.length === 1 ? 'it' : 'them';
  const wrong = [
    ...mistakes.map(({ key, problem, mend }) => fault('config-wrong', `${key} ${problem}`, mend)),
    ...(unset.length === 0
      ? []
      : [
          fault(
            'variable-unset',
            `not set here: ${unset.join(', ')}. What needs ${them} is not looked at`,
            `Set ${them} as the functions have ${them}: environmentVariables in s.yaml. Without ` +
              'webhooks: --no-channels',
          ),
        ]),
  ];
  return wrong.length > 0 ? wrong : [fine('trailbell.yml and its variables are in order')];
}

export function examineRules(directory: string): readonly Finding[] {
  const { fine, fault, warning } = sayingsOf('rules');
  const mend = 'npx trailbell rules check says where and why';
  try {
    const read = readRules(directory, ['rules']);
    const count = read.rules.length + read.correlations.length;
    const { problems } = read;
    const unused = ruleFaults(read);
    const findings = [
      ...(problems.length > 0
        ? [fault('rules-unreadable', `${problems.length} problems: those rules are left out`, mend)]
        : []),
      ...(unused.length > 0
        ? [
            warning(
              'rules-unused',
              `${unused.length} rules for other logs, or with the id of another`,
              mend,
            ),
          ]
        : []),
    ];
    if (count === 0) {
      return [...findings, fault('no-rules', 'there is no rule', 'Copy rules/ from trailbell')];
    }
    return findings.length > 0 ? findings : [fine(`${count}, all of them readable`)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [fault('no-rules', `${error.key} ${error.problem}`, error.mend)];
  }
}
