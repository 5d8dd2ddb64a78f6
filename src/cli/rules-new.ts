import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { readNamedRules } from '../project.ts';
import { isForActionTrail } from '../rule-faults.ts';
import { coverEvents, type Answer } from '../workbench/coverage/coverage.ts';
import {
  chooseEvent,
  type ChosenEvent,
  doubtOf,
  newRule,
  writeNewRule,
} from '../workbench/new-rule/new-rule.ts';
import { placeholders, ruleFile } from '../workbench/new-rule/rule-from-event.ts';
import { type Command, UsageError } from './command.ts';
import { besideFile } from './output/beside-file.ts';
import { hanging } from './output/hanging.ts';
import { levelColumn } from './output/level-column.ts';
import { visible } from './output/plain-text.ts';
import { styleFor } from './output/style.ts';
import { wrapped } from './output/terminal-width.ts';

export const rulesNew: Command = {
  name: 'rules new',
  summary: 'write a rule for an event, with tests',
  help: `Usage: trailbell rules new EVENT [--service NAME] [--out FILE]

Writes a rule that matches one event, from what the catalogue knows of it: the level is the event's
risk, and denied calls are left out. It has three tests (a match, the attempt that is denied, and a
call that is much alike) and passes rules check and rules test as it is, without errors. What only
you can say is drafted: why the level is right, who does this for a good reason, what to do about
it. Until you have said it rules check warns of that, and of other rules that answer the event.

  --service NAME   of which service, where several have such an event or the catalogue does not
                   have it
  --out FILE       where to, in place of rules/SERVICE/SERVICE_EVENT.yml. A file that is there is
                   never written over

Example: trailbell rules new UpdateVpcEndpointServiceAttribute`,
  async run(args, { out, err, colours, directory }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { service: { type: 'string' }, out: { type: 'string' } },
    });
    const [event, ...more] = positionals;
    if (event === undefined || more.length > 0) throw new UsageError('name one event');
    const chosen = chooseEvent(event, values.service);
    if (typeof chosen === 'string') throw misuse(chosen);
    const file = values.out ?? ruleFile(chosen.service, chosen.event);
    if (!/\.ya?ml$/.test(file)) throw new UsageError('--out names a file that ends in .yml');
    const answers = answersTo(chosen, directory);
    const doubt = doubtOf(chosen);
    writeNewRule(
      directory,
      file,
      newRule(chosen, { directory, id: randomUUID(), now: new Date() }),
    );

    const style = styleFor(colours);
    const { bold, yellow, green } = style;
    const warn = (text: string) => {
      for (const line of wrapped(visible(text))) err(yellow(line));
    };
    if (doubt !== undefined) warn(doubt);
    if (!isBelowRules(file, directory)) {
      warn(
        `${file} is not below rules/, so the function never reads it: it is only checked and tested`,
      );
    }
    out(green(`${visible(file)} is written`));
    if (answers.length > 0) {
      out(yellow(`\nOther rules answer ${chosen.event} already:`));
      for (const { rule, plain } of answers) {
        const when = plain ? '' : ', in some cases';
        const level = `  ${levelColumn(rule.level)}  `;
        const said = `${visible(rule.title)}${when}`;
        for (const line of besideFile(level, said, rule.file, style)) out(line);
      }
      out(
        'A call that two rules match rings twice: change that one, or let this one ask for more.',
      );
    }
    out(`
${bold('Next')}
  1. Read the file, and put your own words where it says ${placeholders.map((each) => `"${each}"`).join(' or ')}.
  2. npx trailbell rules check ${visible(file)}
  3. npx trailbell rules test --require-both ${visible(file)}
  4. npx trailbell message --event record.json --channel dingtalk
     shows the message, with a record of such a call`);
    return 0;
  },
};

/** What a misuse is told after, by every command. */
const BEFORE_MISUSE = 'trailbell rules new: ';

function misuse(message: string): UsageError {
  const lines = hanging(BEFORE_MISUSE, visible(message));
  return new UsageError(lines.join('\n').slice(BEFORE_MISUSE.length));
}

/** Whether a file stands where the function's rules do, and not among their lists. */
function isBelowRules(file: string, directory: string): boolean {
  const [first = '..'] = relative(resolve(directory, 'rules'), resolve(directory, file)).split(sep);
  return first !== '..' && first !== 'lists';
}

/** What the project's rules make of such an event now. */
function answersTo({ service, event }: ChosenEvent, directory: string): readonly Answer[] {
  if (!existsSync(join(directory, 'rules'))) return [];
  const { all } = readNamedRules(directory, []);
  const { services } = coverEvents(all.rules.filter(isForActionTrail));
  const covered = services.find((each) => each.service === service);
  return covered?.events.find(({ name }) => name === event)?.answers ?? [];
}
