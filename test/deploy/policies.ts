import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';

/** https://www.alibabacloud.com/help/en/ram/user-guide/policy-structure-and-syntax */
const statement = z.strictObject({
  Effect: z.literal('Allow'),
  Action: z.array(z.string().regex(/^[a-z-]+:[A-Z][A-Za-z]*\*?$/)).min(1),
  Resource: z.array(z.string()).min(1),
  Condition: z.strictObject({ StringEquals: z.record(z.string(), z.string()) }).optional(),
});

const policy = z.strictObject({ Version: z.literal('1'), Statement: z.array(statement).min(1) });

const trust = z.strictObject({
  Version: z.literal('1'),
  Statement: z.tuple([
    z.strictObject({
      Effect: z.literal('Allow'),
      Action: z.tuple([z.literal('sts:AssumeRole')]),
      Principal: z.strictObject({ Service: z.tuple([z.string()]) }),
    }),
  ]),
});

export type Statement = z.output<typeof statement>;

const isTrust = (name: string) => name.startsWith('trust-');
const names = () => readdirSync('docs/ram').map((file) => basename(file, '.json'));
const readJson = (name: string): unknown =>
  JSON.parse(readFileSync(`docs/ram/${name}.json`, 'utf8'));

/** The statements of docs/ram/<name>.json, by name. */
export function readPolicies(): ReadonlyMap<string, readonly Statement[]> {
  const policies = names().filter((name) => !isTrust(name));
  return new Map(policies.map((name) => [name, policy.parse(readJson(name)).Statement]));
}

/** The services that may assume a role, by the name of the file. */
export function readTrust(): ReadonlyMap<string, string> {
  const files = names().filter(isTrust);
  return new Map(
    files.map((name) => [name, trust.parse(readJson(name)).Statement[0].Principal.Service[0]]),
  );
}
