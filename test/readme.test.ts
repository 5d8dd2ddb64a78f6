import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readYaml } from '../src/config/read-yaml.ts';
import { runRuleTests } from '../src/rule-tests.ts';
import { parseRules } from '../src/sigma/parse/parse-rules.ts';

const readme = readFileSync('README.md', 'utf8');

function block(language: string, holding: string): string {
  const blocks = [...readme.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)];
  const found = blocks.find(([, name, text]) => name === language && text?.includes(holding));
  return found?.[2] ?? '';
}

test("the README's rule can be read and passes its own tests", () => {
  const { rules, problems } = parseRules(block('yaml', 'detection:'), 'README.md');
  expect(problems).toEqual([]);
  const results = rules.flatMap(runRuleTests);
  expect(results.map(({ failure }) => failure)).toEqual([undefined, undefined]);
});

test('the commands that the README names exist', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  for (const [, name = ''] of readme.matchAll(/\bnpm (start|test|run \w+)\b/g)) {
    expect(scripts).toHaveProperty(name.replace('run ', ''));
  }
});

test('s.yaml sets every variable that trailbell.yml needs', () => {
  const deployed = JSON.stringify(readYaml(readFileSync('s.yaml', 'utf8'), 's.yaml'));
  for (const [, name] of readFileSync('trailbell.yml', 'utf8').matchAll(/: \$\{(\w+)/g)) {
    expect(deployed).toContain(`"${name}":`);
  }
});
