import type { Due } from '../../model/alert.ts';
import type { Routed } from '../../model/routing.ts';
import type { Project } from '../../project.ts';
import type { RuleHead } from '../../sigma/rule.ts';
import type { Foreseen, Preview } from '../../workbench/preview.ts';
import type { Terminal } from '../command.ts';
import type { RecordText } from '../input/read-records.ts';
import { jsonProblem } from './json-problem.ts';
import { visible } from './plain-text.ts';

const MOST_NAMED = 10;

/** The rules of alerts, each once: `8186f000 (ECD Cloud Desktops Deleted), …` */
export function namedRules(due: readonly Due[]): string {
  const rules = new Map(due.map(({ alert: { rule } }) => [rule.id, rule.title]));
  const first = [...rules].slice(0, MOST_NAMED).map(([id, title]) => `${shortId(id)} (${title})`);
  return visible(first.join(', ')) + (rules.size > MOST_NAMED ? ', …' : '');
}

/** As much of a UUID as people type; any other id whole. */
function shortId(id: string): string {
  return /^[\da-f]{8}-[\da-f-]{27}$/i.test(id) ? id.slice(0, 8) : id;
}

/** What would keep alerts from ringing on the channel. Of several it says who caused them, and when. */
export function whyNot(due: readonly Due[], preview: Preview): readonly string[] {
  return due.flatMap(({ alert, routed }) => {
    const why = whyNotOn(routed, preview);
    const [{ actor }] = alert.samples;
    const time = alert.firstSeen.toISOString().replace('.000', '');
    const whose = due.length > 1 ? ` by ${actor.name}, ${time}` : '';
    return why === undefined ? [] : [visible(`${alert.rule.title}${whose}: ${why}`)];
  });
}

function whyNotOn(
  { route, channels, mutedBy }: Routed,
  { channel, isMadeUp }: Preview,
): string | undefined {
  if (channels.length === 0) return `would not ring, because ${route.path} tells nobody`;
  // What mutes the others says nothing of a channel that is not told.
  if (!isMadeUp && !channels.includes(channel)) {
    return `${route.path} tells ${channels.join(', ')}, and not ${channel}`;
  }
  return mutedBy === undefined ? undefined : `would not ring, because of ${mutedBy}`;
}

/** What messages were asked of. */
export interface Asked {
  readonly records: readonly RecordText[];
  /** As it was named. */
  readonly file: string;
  readonly project: Project;
  readonly preview: Preview;
  readonly terminal: Terminal;
}

/** Says which records cannot be read, and why. */
export function sayMalformed(
  { malformed, events }: Foreseen,
  { records, file, terminal: { err } }: Asked,
): void {
  const alone = file === '-' ? 'standard input' : file;
  for (const { index, why } of malformed.slice(0, MOST_NAMED)) {
    const { text = '', place = '' } = records[index] ?? {};
    const problem = why === 'not-json' ? jsonProblem(text) : undefined;
    const what = problem === undefined ? `is no record: ${why}` : `is not JSON: ${problem}`;
    err(visible(`${place === '' ? alone : place} ${what}`));
  }
  const rest = malformed.length - MOST_NAMED;
  if (rest > 0) err(`and ${rest} more`);
  if (malformed.some(({ why }) => why === 'not-json') && events.size === 0) err(HINT);
}

const HINT = 'a record is a JSON object: one alone, a JSON list of them, or one a line (jq -c .)';

/** Says what there was instead, and which files may have been meant to match it. */
export function sayNothingFound(
  { events, malformed, waiting }: Foreseen,
  { file, project, preview, terminal: { err } }: Asked,
): void {
  if (events.size === 0) {
    if (malformed.length === 0) err('there is no record to show a message of');
    return;
  }
  const all = [...events.values()];
  const found = [...new Set(all.map(({ service, name }) => `${service} ${name}`))];
  const more = found.length > MOST_NAMED ? ', …' : '';
  const verb = waiting.length > 0 ? 'rings for' : 'matches';
  err(visible(`no rule ${verb} ${found.slice(0, MOST_NAMED).join(', ')}${more}`));
  if (waiting.length > 0) {
    err(
      `${visible(waiting.join(', '))}: matched, but counts for correlation rules only, which take ` +
        'more records than these',
    );
    return;
  }
  const speaking = rulesNaming(all, 'name', project);
  const near = speaking.length > 0 ? speaking : rulesNaming(all, 'service', project);
  for (const { title, file: where } of near.filter((rule) => preview.isOff(rule))) {
    err(visible(`${title} (${where}) is switched off in trailbell.yml`));
  }
  const files = [...new Set(near.map((rule) => rule.file))];
  const rest = files.length > MOST_NAMED ? ', …' : '';
  const names = visible(files.slice(0, MOST_NAMED).join(', ')) + rest;
  if (speaking.length > 0) err(`look at ${names}, where such an event is named`);
  else if (near.length > 0) err(`no rule names the event; for its service there are ${names}`);
  else err('no rule in rules/ names the event or its service');
  const many = file === '-' ? 'FILE' : visible(file);
  err(
    `npx trailbell scan --rules rules --events ${many} says of many records which match, one a line`,
  );
}

type NamedEvent = Foreseen['events'] extends ReadonlyMap<number, infer One> ? One : never;

/** The rules in which the name or the service of an event stands as it is. */
function rulesNaming(
  events: readonly NamedEvent[],
  key: keyof NamedEvent,
  { rules }: Project,
): readonly RuleHead[] {
  const values = new Set(events.map((event) => JSON.stringify(event[key]).toLowerCase()));
  return rules
    .filter(({ detection }) => {
      const text = detection.toLowerCase();
      return [...values].some((value) => text.includes(value));
    })
    .map(({ rule }) => rule);
}
