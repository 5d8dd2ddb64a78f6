import { styleFor } from '../src/cli/output/style.ts';
import { type Finding, passed } from './finding.ts';
import type { Machine } from './machine.ts';

const { NO_COLOR, FORCE_COLOR } = process.env;
const { bold, dim, green, red } = styleFor(
  !NO_COLOR && Boolean(FORCE_COLOR ?? process.stdout.isTTY),
);

export function terminalLines(finding: Finding): readonly string[] {
  const { target, what, details } = finding;
  const outcome = passed(finding) ? green('pass') : red('MISS');
  return [
    `${outcome}  ${bold(target.padEnd(2))}  ${what}`,
    `          ${bold(measuredText(finding))}, target ${targetText(finding)}`,
    ...details.map((detail) => dim(`          ${detail}`)),
  ];
}

/** docs/benchmarks.md as a whole. */
export function markdown(on: Machine, findings: readonly Finding[]): string {
  const rows = findings.map(
    (finding) =>
      `| ${finding.target} | ${finding.what} | ${targetText(finding)} | ${measuredText(finding)} | ${passed(finding) ? 'yes' : '**no**'} |`,
  );
  const notes = findings.map(({ target, details }) => `- **${target}** ${details.join('. ')}.`);
  return `# Benchmarks

Measured on ${on.date}: ${on.processor}, Node.js ${on.node}. Repeat it with

\`\`\`sh
npm run bench              # all, in about four minutes
npm run bench -- 2 3       # some
npm run bench -- --write   # all, and this page anew
\`\`\`

It exits with 1 where a target is missed. Most numbers are ratios, which travel between machines better than times do.

| | what is measured | target | measured | met |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

${notes.join('\n')}

## What it means

- **1** is the main path: a decompressed page of Log Service, protobuf around records as ActionTrail writes them, until the matches are known. Beside it stands the least that anyone does who reads every record: \`JSON.parse\` of its text, and nothing else, not even finding it in the page. Records are made, from the shapes that Alibaba Cloud publishes: 1 to 2 KB each, keys in the order of real samples, reads from the catalogue. 1d has the rules that are shipped, of which some look at calls of any name: who has no permission, or is root. The fast path has to find the same matches as opening every record does.
- **2** holds events that are parsed already against 100 rules of one shape: \`eventName\` is one of eight, the user none of three, the address in none of three networks. Every peer is used in the fastest way we found, with all compiled ahead that can be, is given the same ready-made test for networks, and has to give the same matches.
- **3** gives every event one rule that names it (3a), or one event in ten a literal that one rule looks for (3b), whether there are few rules or many.
- **4** takes rule files as people write them. 4b is a cold process, and counts from the text of the precompiled rules until a first record is matched.
- **5** is the bundle that is deployed, called once by a bare Node.js between a Log Service and webhooks on the same machine, over HTTPS.
- **6** starts that bundle in a process of its own, with the rules and the configuration of this project, and looks at the clock when a webhook first hears of it; beside it \`node -e 0\`, from its start to its end. Both have the same environment: with NODE_EXTRA_CA_CERTS, which makes the stand-ins trusted, Node.js reads its root certificates as it starts, and any V8 option in NODE_OPTIONS makes it compile its own modules anew. The third process shows how much of the time is Node.js's own: it makes the same two requests, and nothing else. Without NODE_EXTRA_CA_CERTS that process alone takes more than 3 × \`node -e 0\`, which then reads no root certificates. The bound is not much above that floor, and what a function adds to it has no large part left: reading and compiling code and data take about a sixth of it, schemas as much, the first use of Intl, for time zones, and the SDK of Log Service a tenth each; the rest is code that runs once.

How: each target runs in a process of its own, bundled as it is deployed. The sides of a ratio take turns, after a warm-up, with garbage collected before each; what is shown is the median over the rounds of the ratio in that round. The code is in \`bench/\`, and the peers, with their versions, in \`bench/package.json\`: none of them is part of the product.
`;
}

function measuredText({ measured, unit }: Finding): string {
  return unit === '×' ? `${measured.toFixed(2)} ×` : `${measured.toFixed(0)} ${unit}`;
}

function targetText({ bound, limit, unit }: Finding): string {
  return `${bound} ${limit} ${unit}`;
}
