/**
 * The statement of a RAM policy that allows an action, to be pasted: docs/ram/operator.json has them all. The
 * spaces are where a line may be broken.
 */
export function policyStatement(action: string, resource: string): string {
  const [what, where] = [action, resource].map((text) => JSON.stringify(text));
  return `{ "Effect":"Allow", "Action":${what}, "Resource":${where} }`;
}

/** https://www.alibabacloud.com/help/en/sls/action-list */
export function logstoreResource(project: string, logstore: string): string {
  return `acs:log:*:*:project/${project}/logstore/${logstore}`;
}
