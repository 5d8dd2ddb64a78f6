import { drillAlert } from './alerts/say-drill.ts';
import { sayAnswerable } from './answering.ts';
import { tellPatiently, type Waiting, whole } from './delivery/tell-patiently.ts';
import type { Delivery } from './model/delivery.ts';
import type { Route } from './model/routing.ts';
import type { Pipeline, Turn } from './pipeline.ts';

/** What became of a drill on one channel. */
export interface Drilled {
  readonly channel: string;
  readonly fate: Delivery | Waiting;
}

export interface DrillOptions {
  readonly pipeline: Pick<Pipeline, 'offers' | 'channels' | 'ledger' | 'say' | 'journal'>;
  readonly turn: Turn;
}

/** Nothing keeps a drill from ringing: somebody asked for it. */
const byHand: Omit<Route, 'channels'> = {
  path: 'drill',
  groupBy: ['actor'],
  repeatIntervalMs: 0,
  minLevel: undefined,
  muteTimes: [],
  activeTimes: [],
};

/**
 * Tells channels, all of them where none is named, of something that never happened, the way they are told
 * of what did: within their budgets, with what people have answered to drills, and to be answered.
 */
export async function drill(
  names: readonly string[],
  { pipeline, turn }: DrillOptions,
): Promise<readonly Drilled[]> {
  const { ledger } = pipeline;
  const channels = pipeline.channels.filter(
    ({ name }) => names.length === 0 || names.includes(name),
  );
  const told = channels.map(({ name }) => name);
  const alert = { ...drillAlert(turn.owner, turn.now()), channels: told };
  const routed = {
    route: { ...byHand, channels: told },
    channels: told,
    mutedBy: undefined,
    isLate: false,
  };
  const say = await sayAnswerable([{ alert, routed }], await ledger.responses.known(), pipeline);
  return Promise.all(
    channels.map(async (channel): Promise<Drilled> => {
      const word = (mayRepeat: boolean) =>
        say(alert, channel.name, { mayRepeat, keptBack: undefined });
      const fate = await tellPatiently(channel, word, ledger.budgets, whole, turn);
      // Nothing is over that may use all there is.
      return { channel: channel.name, fate: fate.kind === 'over' ? over : fate };
    }),
  );
}

const over: Waiting = { kind: 'waiting', reason: 'too much was sent to the channel' };
