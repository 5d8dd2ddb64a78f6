import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readNamedRules } from '../project.ts';
import { isForActionTrail } from '../rule-faults.ts';
import { didYouMean } from '../sigma/did-you-mean.ts';
import { problemLine } from '../sigma/render-problem.ts';
import type { Heading } from '../sigma/rule.ts';
import { coverAttack } from '../workbench/attack/attack-coverage.ts';
import { navigatorLayer } from '../workbench/attack/navigator-layer.ts';
import {
  countCoverage,
  coverEvents,
  type ServiceCoverage,
} from '../workbench/coverage/coverage.ts';
import { readRuleChanges } from '../workbench/read-rule-changes.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { errorCode } from './input/error-code.ts';
import {
  attackLines,
  serviceLines,
  summaryLines,
  uncoveredLines,
} from './output/coverage-lines.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { styleFor } from './output/style.ts';

export const rulesCoverage: Command = {
  name: 'rules coverage',
  summary: 'say which events of each service have a rule, and which have none',
  help: `Usage: trailbell rules coverage [--service NAME]… [--uncovered] [--attack] [--json]
       [--navigator FILE|-] [--fail-uncovered] [PATH…]

Puts the rules beside the events of the catalogue: of each service how many events there are, how
many of them write, and how many of these a rule answers. "In some cases" counts writes that every
rule looks at more closely, so that a plain call rings none. A rule that looks at calls of any name
answers none of them, and a correlation counts by the rules that it refers to.

  --service NAME     the events of this service, each with its rules; may be said again
  --uncovered        the writes that no rule answers, with what they do
  --attack           the matrix of MITRE ATT&CK, by the rules' tags
  --navigator FILE   that matrix as a layer for MITRE's ATT&CK Navigator; - prints it
  --json             {"services":[{"service","events","writes","covered","uncovered":[…]}]}
  --fail-uncovered   exit with 1 where a write has no rule, of the services that are named, or else
                     of those whose events the catalogue has in full

Without a PATH it takes rules/. What trailbell.yml switches off is left out.

Example: trailbell rules coverage --service PrivateLink`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        service: { type: 'string', multiple: true, default: [] },
        uncovered: { type: 'boolean', default: false },
        attack: { type: 'boolean', default: false },
        navigator: { type: 'string' },
        json: { type: 'boolean', default: false },
        'fail-uncovered': { type: 'boolean', default: false },
      },
    });
    if (values.json && values.attack) {
      throw new UsageError('--json is without --attack: --navigator - prints that matrix as JSON');
    }
    const { out, err, colours, directory } = terminal;
    const { all, isNamed } = readNamedRules(directory, positionals);
    for (const problem of all.problems.filter(isNamed)) err(problemLine(problem));
    const change = readRuleChanges(directory);
    const inUse = <Ruled extends Heading>(listed: readonly Ruled[]) =>
      listed.filter(isNamed).flatMap((rule) => change(rule) ?? []);
    const rules = inUse(all.rules.filter(isForActionTrail));
    const { services: described, elsewhere } = coverEvents(rules);
    const services = chooseServices(described, values.service);
    const counted = values.service.length > 0 ? services : services.filter(({ whole }) => whole);
    const gaps = counted.some((service) => countCoverage(service).uncovered.length > 0);
    const code = values['fail-uncovered'] && gaps ? 1 : 0;

    const matrix = coverAttack([...rules, ...inUse(all.correlations)]);
    if (values.navigator !== undefined) {
      writeLayer(values.navigator, visibleJson(navigatorLayer(matrix), 2), terminal);
      return code;
    }
    if (values.json) {
      out(visibleJson({ services: services.map(serviceJson) }));
      return code;
    }
    const style = styleFor(colours);
    const show = (lines: readonly string[]) => lines.forEach(out);
    if (values.attack) {
      show(attackLines(matrix, style));
      return code;
    }
    show(summaryLines(services, style));
    const withEvents = values.service.length > 0 && !values.uncovered;
    if (withEvents) show(services.flatMap((service) => serviceLines(service, style)));
    else if (values.uncovered) show(uncoveredLines(services, style));
    else {
      if (gaps) out(style.dim('\n--uncovered names what has no rule'));
      if (elsewhere.length > 0) {
        const looking = elsewhere.length === 1 ? 'rule looks' : 'rules look';
        const said = `${elsewhere.length} ${looking} at calls of any name, or at other services`;
        out(style.dim(`\n${said}`));
      }
    }
    return code;
  },
};

/** Those that are named, in any spelling of the catalogue's; all where none is. */
function chooseServices(
  services: readonly ServiceCoverage[],
  names: readonly string[],
): readonly ServiceCoverage[] {
  if (names.length === 0) return services;
  const chosen = names.map((name) => {
    const found = services.find(({ service }) => service.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    const known = services.map(({ service }) => service);
    const hint = didYouMean(name, known) || `. It has ${known.join(', ')}`;
    throw new UsageError(
      `--service: the catalogue describes no events of '${visible(name)}'${hint}`,
    );
  });
  return [...new Set(chosen)];
}

function serviceJson(service: ServiceCoverage): object {
  const { events, writes, covered, uncovered } = countCoverage(service);
  return { service: service.service, events, writes, covered, uncovered };
}

function writeLayer(file: string, layer: string, { directory, out, err }: Terminal): void {
  if (file === '-') return out(layer);
  const path = resolve(directory, file);
  try {
    writeFileSync(path, `${layer}\n`);
  } catch (error) {
    throw new UsageError(`--navigator: ${path} cannot be written (${errorCode(error)})`);
  }
  err(`${file} is written. Open it with Open Existing Layer in MITRE's ATT&CK Navigator.`);
}
