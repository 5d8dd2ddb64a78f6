import { parseArgs } from 'node:util';
import type { Drilled } from '../app.ts';
import { type Command, type Terminal } from './command.ts';
import { chooseChannels } from './input/choose-channels.ts';
import { drillProject } from './input/drill-project.ts';
import { readCredentials } from './input/read-credentials.ts';
import { readLocale } from './input/read-locale.ts';
import { drillLines } from './output/drill-lines.ts';
import { numberOf } from './output/number-of.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { styleFor } from './output/style.ts';
import { troubleLine } from './output/trouble-line.ts';

export const channelsTest: Command = {
  name: 'channels test',
  summary: 'ring channels with a drill, which says that it is one',
  help: `Usage: trailbell channels test [NAME…] [--locale en|zh] [--json]

Sends a drill to the channels of trailbell.yml, all of them or those that are named, and says what
each of them answered. It is sent as an alert is (signed, within the budget of the channel, again
where the channel asks for it, written down in the history), and its title and its first words say
that nothing happened. Whoever the channel mentions is mentioned.

Where people can answer alerts (web in trailbell.yml) the drill can be answered, too: try the links,
or Slack's buttons. What is answered to a drill holds for drills only.

  NAME        a channel of trailbell.yml; only its own variables have to be set
  --locale L  the language of the message: en or zh, whatever trailbell.yml says
  --json      one JSON object a channel: channel, kind (delivered, refused, retry, unknown or
              waiting), form of what was delivered, and else the reason

It takes the environment that the function has (the webhooks, REDIS_URL, WEB_KEY) and, only where
history.logstore is set, the keys in ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET
and ALIBABA_CLOUD_SECURITY_TOKEN. It is sent from this machine: npx trailbell doctor says what the
function itself has found of a channel.

Ends with 1 unless all was delivered.

Example: trailbell channels test dingtalk --locale zh`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { locale: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const { directory, out, colours, progress } = terminal;
    const locale = readLocale(values.locale);
    const wantsChannel = chooseChannels(positionals, directory);
    const ring = await openDrill(drillProject(wantsChannel, locale, terminal), terminal);
    progress?.('ringing …');
    const drilled = await ring().finally(() => progress?.(undefined));
    const style = styleFor(colours);
    const width = Math.max(...drilled.map(({ channel }) => channel.length));
    for (const each of drilled) {
      if (values.json) out(visibleJson({ channel: each.channel, ...each.fate }));
      else for (const line of drillLines(each, width, style)) out(line);
    }
    const delivered = drilled.filter(({ fate }) => fate.kind === 'delivered').length;
    if (!values.json) out(`\n${delivered} of ${numberOf(drilled.length, 'drill')} delivered`);
    return delivered === drilled.length ? 0 : 1;
  },
};

/** How long it may take, pauses that channels ask for included. */
const SECONDS = 90;

/** What stands in for keys that nothing is asked with. */
const notNeeded = { accessKeyId: 'not-needed', accessKeySecret: 'not-needed' };

async function openDrill(
  { project, needsLogs }: ReturnType<typeof drillProject>,
  { env, err }: Terminal,
): Promise<() => Promise<readonly Drilled[]>> {
  const { createApp } = await import('../app.ts');
  const app = createApp({
    project,
    env,
    journal(entry) {
      const line = troubleLine(entry);
      if (line !== undefined) err(visible(line));
    },
    allowLoopback: true,
  });
  app.check();
  const credentials = needsLogs ? readCredentials(env) : notNeeded;
  return () => app.drill([], { credentials, function: { timeout: SECONDS } });
}
