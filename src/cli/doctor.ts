import { parseArgs } from 'node:util';
import type { Credentials } from '../logs/log-source.ts';
import { ConfigError } from '../model/config-error.ts';
import { type Command, INTERRUPTED, type Terminal, UsageError } from './command.ts';
import { chooseChannels } from './input/choose-channels.ts';
import { readCredentials } from './input/read-credentials.ts';
import { healthJson, healthLines } from './output/health-lines.ts';
import { numberOf } from './output/number-of.ts';
import { styleFor } from './output/style.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'look at all that has to be right for alerts to arrive, and say what mends it',
  help: `Usage: trailbell doctor [--channel NAME]… [--no-channels] [--json]

Looks, from this machine, at the configuration and the rules, the access key and the clock, the
trail's logstore and whether records arrive in it, the logstores for dead letters and the history,
the ledger, the deployed functions and the trigger, whether detect is called and gets on, the pages
that links lead to, and the hosts of the channels. It changes nothing and tells nobody: to ring a
channel, npx trailbell channels test.

  ✓  in order
  ✗  wrong: the line below it says what mends it
  !  works, and will not for ever, or not for everybody
  –  not looked at, and why

  --channel NAME  of the channels only this one; may stand more than once
  --no-channels   no channel, so that their webhooks need not be set here
  --json          one JSON object a line: check, about (which one, where there are several), state
                  (fine, fault, warning, skipped), code, message and mend; codes stay what they are

It takes the environment that the functions have (webhooks, REDIS_URL, WEB_KEY) and, for what is
asked of Alibaba Cloud, the keys in ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and
ALIBABA_CLOUD_SECURITY_TOKEN, of somebody with the policy docs/ram/operator.json. Functions are
looked at where compute in trailbell.yml says that they run. From outside of Alibaba Cloud the
public endpoint of Log Service is asked, and a Redis in a VPC is out of reach.

Ends with 1 where anything is wrong, and with 0 where there are warnings only.

Examples:
  trailbell doctor
  trailbell doctor --no-channels --json | jq 'select(.state == "fault")'`,
  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        channel: { type: 'string', multiple: true },
        'no-channels': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (values['no-channels'] && values.channel !== undefined) {
      throw new UsageError('--channel and --no-channels contradict each other');
    }
    const { out, directory, env, colours, interrupted, progress } = terminal;
    const wantsChannel = values['no-channels']
      ? () => false
      : chooseChannels(values.channel ?? [], directory);
    const style = styleFor(colours);
    const { examine } = await import('../doctor/doctor.ts');

    const counts = { fine: 0, skipped: 0, warning: 0, fault: 0 };
    const findings = examine({
      directory,
      env,
      wantsChannel,
      credentials: keysOf(terminal),
      now: Date.now,
      timeoutMs: PATIENCE_MS,
      onLook: (what) => progress?.(`looking at ${what} …`),
    });
    for await (const finding of findings) {
      if (interrupted.aborted) break;
      progress?.(undefined);
      counts[finding.state] += 1;
      if (values.json) out(healthJson(finding));
      else for (const line of healthLines(finding, style)) out(line);
    }
    progress?.(undefined);
    if (interrupted.aborted) return INTERRUPTED;
    if (!values.json) {
      const parts = [
        counts.fault > 0 ? style.red(numberOf(counts.fault, 'fault')) : style.green('no fault'),
        counts.warning > 0 ? style.yellow(numberOf(counts.warning, 'warning')) : '',
        counts.skipped > 0 ? `${counts.skipped} not looked at` : '',
      ];
      out(`\n${parts.filter(Boolean).join(', ')}`);
    }
    return counts.fault > 0 ? 1 : 0;
  },
};

/** How long somebody at a terminal waits for each step. */
const PATIENCE_MS = 8_000;

/** Those that are not set are a finding like any other. */
function keysOf({ env }: Terminal): Credentials | ConfigError {
  try {
    return readCredentials(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
