import { LogicEngine } from 'json-logic-engine';
import { inNetworks, networkOf } from './networks.ts';
import { oneByOne, type Peer, type ShapedRule } from './shaped-rule.ts';

/**
 * Every rule is built into a function. `preserve` keeps its lists from being made anew for each event,
 * which makes it two to three times as fast as lists written plainly.
 */
export const jsonLogicEngine: Peer = {
  name: 'json-logic-engine',
  open(rules) {
    const engine = new LogicEngine();
    engine.addMethod('inNetworks', ([address, networks]) => inNetworks(address, networks));
    return oneByOne(rules.map((rule) => engine.build(logicOf(rule))));
  },
};

function logicOf({ names, users, networks }: ShapedRule): unknown {
  const compiled = { preserve: networks.map(networkOf) };
  return {
    and: [
      { in: [{ var: 'eventName' }, { preserve: names }] },
      { '!': { in: [{ var: 'userIdentity.userName' }, { preserve: users }] } },
      { '!': { inNetworks: [{ var: 'sourceIpAddress' }, compiled] } },
    ],
  };
}
