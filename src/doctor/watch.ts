import type { Config } from '../config/settings.ts';
import { type Finding, sayingsOf } from './finding.ts';

const { fine, skipped, warning } = sayingsOf('watch');

/** Whether somebody notices when nothing is said any more. */
export function examineWatch({
  watch,
  ledger,
}: {
  readonly watch: Config['watch'];
  readonly ledger: Config['ledger'] | undefined;
}): readonly Finding[] {
  if (!ledger?.redis) {
    return [skipped('the sweep watches over detect with a shared ledger only: ledger.redis')];
  }
  if (watch.heartbeat === '') {
    return [
      warning(
        'unwatched',
        'the sweep watches over detect, and nobody over the sweep: watch.heartbeat is not set',
        'Set watch.heartbeat to ${HEARTBEAT_URL:-}, and HEARTBEAT_URL, here and for sweep, to a check that tells you when the calls stop, such as one of healthchecks.io',
      ),
    ];
  }
  return [fine('the sweep watches over detect, and the heartbeat over the sweep')];
}
