import { Context, Query } from 'mingo';
import type { Fields } from '../../src/model/fields.ts';
import { inNetworks, networkOf } from './networks.ts';
import { oneByOne, type Peer } from './shaped-rule.ts';

/** A query to a rule, with an operator of its own for networks. */
export const mingo: Peer = {
  name: 'mingo',
  open(rules) {
    const context = Context.init({
      query: {
        $outside: (field, networks) => (event) => !inNetworks(event[field], networks),
      },
    });
    const queries = rules.map(
      ({ names, users, networks }) =>
        new Query(
          {
            eventName: { $in: names },
            'userIdentity.userName': { $nin: users },
            sourceIpAddress: { $outside: networks.map(networkOf) },
          },
          { context },
        ),
    );
    return oneByOne(queries.map((query) => (event: Fields) => query.test(event)));
  },
};
