import type { Project } from './project.ts';
import type { CorrelationRule } from './sigma/correlation-rule.ts';
import type { Heading, RuleHead } from './sigma/rule.ts';

/** What a build puts into a bundle in place of the project's files: JSON that is read at every start. */
export function shippedProject({ config, rules, correlations }: Project): string {
  return JSON.stringify({
    config,
    rules: rules.map((planned) => ({ ...planned, rule: shippedHead(planned.rule) })),
    correlations: correlations.map(shippedCorrelation),
  });
}

function shippedHead(rule: RuleHead): RuleHead {
  return { ...shippedHeading(rule), logsource: rule.logsource };
}

function shippedCorrelation(rule: CorrelationRule): CorrelationRule {
  return { ...shippedHeading(rule), correlation: rule.correlation };
}

/** A rule without what only its authors read. */
function shippedHeading({
  title,
  id,
  name,
  status,
  level,
  tags,
  fields,
  file,
  line,
  custom: { runbook, zh },
}: Heading): Heading {
  const silent = { description: undefined, tests: undefined };
  const custom = { runbook, zh };
  const heading = { title, id, name, status, level, tags, fields, file, line, custom };
  return { ...heading, ...silent, references: [], falsepositives: [] };
}
