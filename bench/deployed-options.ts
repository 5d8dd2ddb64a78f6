import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readYaml } from '../src/config/read-yaml.ts';

const deployment = z.object({
  resources: z.object({
    detect: z.object({
      props: z.object({ environmentVariables: z.object({ NODE_OPTIONS: z.string() }).partial() }),
    }),
  }),
});

/** The NODE_OPTIONS that s.yaml sets for the function. */
export function deployedOptions(): string {
  const { resources } = deployment.parse(readYaml(readFileSync('s.yaml', 'utf8'), 's.yaml'));
  return resources.detect.props.environmentVariables.NODE_OPTIONS ?? '';
}
