import { Environment } from '@marcbachmann/cel-js';
import { inNetworks, networkOf } from './networks.ts';
import { oneByOne, type Peer, type ShapedRule } from './shaped-rule.ts';

/** Every rule is parsed once. Networks are named, since CEL would make a list of them anew each time. */
export const celJs: Peer = {
  name: '@marcbachmann/cel-js',
  open(rules) {
    const compiled = new Map(rules.map((rule, at) => [String(at), rule.networks.map(networkOf)]));
    const environment = new Environment()
      .registerVariable('event', 'map')
      .registerFunction('inNetworks(dyn, string): bool', (address, name) =>
        inNetworks(address, compiled.get(name) ?? []),
      );
    const programs = rules.map((rule, at) => environment.parse(expressionOf(rule, at)));
    const evaluate = oneByOne(programs);
    return (event) => evaluate({ event });
  },
};

function expressionOf({ names, users }: ShapedRule, at: number): string {
  return [
    `event.eventName in ${JSON.stringify(names)}`,
    `!(event.userIdentity.userName in ${JSON.stringify(users)})`,
    `!inNetworks(event.sourceIpAddress, "${at}")`,
  ].join(' && ');
}
