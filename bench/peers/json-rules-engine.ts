import { Engine } from 'json-rules-engine';
import { inNetworks, networkOf } from './networks.ts';
import type { Peer, ShapedRule } from './shaped-rule.ts';

/** One engine holds all rules. It looks at names before users and networks, by priority. */
export const jsonRulesEngine: Peer = {
  name: 'json-rules-engine',
  open(rules) {
    const engine = new Engine();
    engine.addOperator('notInNetworks', (address, networks) => !inNetworks(address, networks));
    for (const [place, rule] of rules.entries()) engine.addRule(ruleOf(rule, place));
    return async (event) => {
      const { events } = await engine.run(event);
      return events.map(({ params }) => params.place).toSorted((a, b) => a - b);
    };
  },
};

function ruleOf({ names, users, networks }: ShapedRule, place: number) {
  return {
    conditions: {
      all: [
        { fact: 'eventName', operator: 'in', value: names, priority: 3 },
        {
          fact: 'userIdentity',
          path: '$.userName',
          operator: 'notIn',
          value: users,
          priority: 2,
        },
        {
          fact: 'sourceIpAddress',
          operator: 'notInNetworks',
          value: networks.map(networkOf),
          priority: 1,
        },
      ],
    },
    event: { type: 'matched', params: { place } },
  };
}
