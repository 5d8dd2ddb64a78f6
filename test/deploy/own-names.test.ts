import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readYaml } from '../../src/config/read-yaml.ts';
import { checkDeployment } from './check-deployment.ts';
import { readPolicies } from './policies.ts';
import { readSurroundings } from './surroundings.ts';

const names = z.array(z.string());
const lists = z.strictObject({
  own_functions: names,
  own_services: names,
  own_projects: names,
  own_logstores: names,
  own_roles: names,
  own_policies: names,
});

const textOf = (file: string) => readFileSync(file, 'utf8');
const own = lists.parse(
  readYaml(textOf('rules/lists/own_deployment.yml'), 'rules/lists/own_deployment.yml'),
);

const deployments = ['s.yaml', 's.fc2.yaml'].flatMap((file) => {
  const { deployment } = checkDeployment(textOf(file), file, readSurroundings());
  return deployment ?? [];
});

const sorted = (some: readonly string[]) => [...new Set(some)].toSorted();

test('what is ours in rules/lists is what s.yaml and s.fc2.yaml deploy', () => {
  expect(deployments).toHaveLength(2);
  const functions = deployments.flatMap((each) => Object.values(each.functions));
  const vars = deployments.map((each) => each.vars);
  expect(sorted(own.own_functions)).toEqual(sorted(functions.map(({ name }) => name)));
  expect(own.own_services).toEqual(['trailbell']);
  expect(own.own_projects).toEqual(sorted(vars.flatMap(({ project = '' }) => project)));
  expect(sorted(own.own_logstores)).toEqual(
    sorted(
      vars
        .flatMap(({ logstore, journal, deadLetters, history }) => [
          logstore,
          journal,
          deadLetters,
          history,
        ])
        .flatMap((name) => name || []),
    ),
  );
});

test('the roles and policies that are ours are those of docs/ram, and those that are deployed', () => {
  const arns = deployments.flatMap(({ roles, functions }) => [
    ...Object.values(roles),
    ...Object.values(functions).flatMap(({ triggers }) => triggers.map(({ role }) => role)),
  ]);
  const deployed = arns.flatMap((arn) => arn?.replace(/^.*role\//, '') ?? []);
  const ours = [...readPolicies().keys()]
    .filter((name) => !['operator', 'deploy'].includes(name))
    .map((name) => `trailbell-${name}`);
  expect(sorted(own.own_roles)).toEqual(sorted([...deployed, ...ours]));
  expect(sorted(own.own_policies)).toEqual(sorted(ours));
});
