import { rawView } from '../../src/actiontrail/rule-view.ts';
import type { Project } from '../../src/project.ts';
import { readCollection } from '../../src/sigma/collection/read-collection.ts';
import { planRules } from '../../src/sigma/match/plan-rules.ts';

export const DELETED = '00000000-0000-4000-8000-000000000001';
export const MANY = '00000000-0000-4000-8000-000000000002';

/** A rule that matches a `deletion`. */
export const deletedRule = ruleOf(DELETED, 'Endpoint Service Deleted');

/** A correlation of `deletedRule`: so many by one user within ten minutes. */
export const manyDeleted = (least: number) => `---
title: Many Endpoint Services Deleted
id: ${MANY}
level: critical
correlation:
    type: event_count
    rules: [${DELETED}]
    group-by: [userIdentity.userName]
    timespan: 10m
    condition: {gte: ${least}}
`;

/** A rule that matches a `deletion`, and whatever else is asked of it. */
export function ruleOf(id: string, title: string, more = ''): string {
  return `title: ${title}
id: ${id}
level: high
logsource: {product: alicloud, service: actiontrail}
detection:
    selection:
        serviceName: PrivateLink
        eventName: DeleteVpcEndpointService
        ${more}
    condition: selection
`;
}

/** Rules as a project has them. Throws where there is anything wrong with them. */
export function rulesOf(...texts: readonly string[]): Pick<Project, 'rules' | 'correlations'> {
  const text = texts.join('---\n').replaceAll('---\n---\n', '---\n');
  const { rules, correlations, problems } = readCollection([{ text, file: 'a.yml' }], new Map());
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return { rules: planRules(rules, rawView), correlations };
}
