import { parseArgs } from 'node:util';
import type { Form } from '../model/delivery.ts';
import { isFields } from '../model/fields.ts';
import { ruleId } from '../rule-faults.ts';
import { problemLine } from '../sigma/render-problem.ts';
import type { Preview, Shown } from '../workbench/preview.ts';
import { type Command, INTERRUPTED, type Terminal, UsageError } from './command.ts';
import { readLocale } from './input/read-locale.ts';
import { readRecords } from './input/read-records.ts';
import { messageLines, readableJson, separator } from './output/message-lines.ts';
import { namedRules, sayMalformed, sayNothingFound, whyNot } from './output/message-troubles.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { sayUnset } from './output/say-unset.ts';
import { styleFor } from './output/style.ts';
import { troubleLine } from './output/trouble-line.ts';

export const message: Command = {
  name: 'message',
  summary: 'show the message that records would become, and send it to nobody',
  help: `Usage: trailbell message --event FILE|- --channel TYPE [--json] [--locale en|zh] …

Shows what people would read of some records: the message as words, then the payload, which is the
body of the very request that the channel would make. Nothing is sent, and nothing has to be set up:
rules, routes, accounts and the channel's own settings (its locale, its keyword, whom it mentions)
are those of trailbell.yml, and sample values stand in for its webhook and its secrets.

FILE holds one ActionTrail record, laid out over many lines or not, a JSON list of them, or one a
line. They are taken as one batch: several by one actor are told together, as ×N, and correlation
rules see all of them.

  --event FILE     the records, as UTF-8; - for standard input
  --channel TYPE   dingtalk, feishu, pagerduty, slack, teams, webhook or wecom; or the name of a
                   channel in trailbell.yml, where it has several of a type
  --json           the payload alone, as one JSON document: of several alerts the gravest
  --rule ID        of several alerts those of one rule: its id, how the id begins, its name, its
                   title or its file
  --digest         all of them as one digest, which people get where there are too many
  --minimal        the form without event text, which is sent where a vendor refuses the other
  --locale L       the language of the message: en or zh, whatever trailbell.yml says

What would keep a message from ringing (a silence, a mute time, min_level, record_only, a route that
tells others) is said on standard error, and the message is shown all the same. Exits with 1 where
there is no message to show.

Example:
  echo '{"eventId":"1","eventName":"DeleteDesktops","serviceName":"ecd","acsRegion":"cn-hangzhou",
    "requestParameters":{"DesktopId":["ecd-example1"]},"sourceIpAddress":"192.0.2.55",
    "userIdentity":{"type":"ram-user","accountId":"1234567890123456","userName":"carol"}}' |
    npx trailbell message --event - --channel dingtalk`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        event: { type: 'string' },
        channel: { type: 'string' },
        json: { type: 'boolean', default: false },
        rule: { type: 'string' },
        digest: { type: 'boolean', default: false },
        minimal: { type: 'boolean', default: false },
        locale: { type: 'string' },
      },
    });
    const { event, channel, rule, json, digest } = values;
    const locale = readLocale(values.locale);
    const form: Form = values.minimal ? 'minimal' : 'full';
    if (event === undefined) throw new UsageError('--event names a file of records, or -');
    const [{ readProject }, { openPreview }, { findRules, nearestRule }] = await Promise.all([
      import('../project.ts'),
      import('../workbench/preview.ts'),
      import('../workbench/find-rules.ts'),
    ]);

    const project = readProject(terminal.directory);
    for (const problem of project.problems) {
      terminal.err(`${problemLine(problem)}. The other rules go on without it.`);
    }
    const rules = [...project.rules.map((planned) => planned.rule), ...project.correlations];
    const wanted = rule === undefined ? undefined : findRules(rule, rules).map(ruleId);
    if (rule !== undefined && wanted?.length === 0) {
      throw new UsageError(`--rule: no rule is '${visible(rule)}'${nearestRule(rule, rules)}`);
    }
    if (channel === undefined) throw await unknownChannel('', project.config);
    const preview = openPreview({
      project,
      env: terminal.env,
      channel,
      locale,
      now: Date.now,
      journal(entry) {
        const line = troubleLine(entry);
        if (line !== undefined) terminal.err(visible(line));
      },
    });
    if (preview === undefined) throw await unknownChannel(channel, project.config);
    sayUnset(preview.unset, terminal);

    const asking = { command: 'message', option: '--event' };
    const records = await readRecords(event, asking, terminal);
    if (records === undefined) return INTERRUPTED;
    const found = await preview.foresee(records.map(({ text }) => text));
    const asked = { records, file: event, project, preview, terminal };
    sayMalformed(found, asked);
    if (found.due.length === 0) {
      sayNothingFound(found, asked);
      return 1;
    }
    const due = found.due.filter(({ alert }) => wanted?.includes(alert.rule.id) ?? true);
    if (due.length === 0) {
      terminal.err(
        `--rule: no alert is of '${visible(rule ?? '')}'. There are: ${namedRules(found.due)}`,
      );
      return 1;
    }
    const inDigest = digest && due.length > 1;
    if (digest && !inDigest)
      terminal.err('--digest: there is one alert, which is told by itself, as here');
    const shown = json && !inDigest ? due.slice(0, 1) : due;
    for (const line of whyNot(shown, preview)) terminal.err(line);
    if (inDigest) {
      show(await preview.showDigest(due, form), { preview, form, json, terminal });
      return 0;
    }
    for (const [at, each] of shown.entries()) {
      if (at > 0) terminal.out(`\n${separator(styleFor(terminal.colours))}\n`);
      show(await preview.showAlert(each, form), { preview, form, json, terminal });
    }
    if (shown.length < due.length) {
      terminal.err(
        `this is the gravest of ${due.length} alerts: --rule ID shows another, --digest all in one, ` +
          `and without --json you see each. There are: ${namedRules(due)}`,
      );
    }
    return 0;
  },
};

interface Showing {
  readonly preview: Preview;
  readonly form: Form;
  readonly json: boolean;
  readonly terminal: Terminal;
}

function show({ notification, body }: Shown, { preview, form, json, terminal }: Showing): void {
  if (json) return terminal.out(visibleJson(JSON.parse(body), 2));
  const style = styleFor(terminal.colours);
  const bytes = Buffer.byteLength(body).toLocaleString('en');
  terminal.out(messageLines(notification, form, style).join('\n'));
  terminal.out(`\n${style.bold(`payload · ${preview.type} · ${bytes} bytes`)}\n`);
  terminal.out(readableJson(body).join('\n'));
}

/** Says what there is to choose from. */
async function unknownChannel(named: string, config: unknown): Promise<UsageError> {
  const [{ channelTypeNames }, { choiceOf, didYouMean }] = await Promise.all([
    import('../config/channel-type-names.ts'),
    import('../config/did-you-mean.ts'),
  ]);
  const channels = isFields(config) && isFields(config['channels']) ? config['channels'] : {};
  const own = Object.keys(channels).map(visible);
  const types = `--channel is a type of channel: ${choiceOf(channelTypeNames)}`;
  const names = own.length > 0 ? `, or a channel of trailbell.yml: ${choiceOf(own)}` : '';
  const near = didYouMean(named, [...channelTypeNames, ...own], '');
  const mend = near === '' ? '' : `. ${near}`;
  return new UsageError(types + names + (named === '' ? '' : `, not '${visible(named)}'`) + mend);
}
