import { rawView } from '../../src/actiontrail/rule-view.ts';
import { createApp } from '../../src/app.ts';
import { readRules } from '../../src/project.ts';
import { planRules } from '../../src/sigma/match/plan-rules.ts';
import { call, type Said, setup } from './instance-port.ts';

// A process that is handed ranges, as an instance of the function is: see instance-port.ts.

const { config, env } = setup.parse(JSON.parse(process.argv[2] ?? ''));
const say = (said: Said): void => {
  process.send?.(said);
};
// One pack is soon read: of what is tested with processes none is about the others.
const { rules, correlations } = readRules('.', ['rules/privatelink']);
const app = createApp({
  project: { rules: planRules(rules, rawView), correlations, config },
  env,
  journal: () => {},
  allowLoopback: true,
});
app.initialize();

process.on('message', (message) => {
  const { event, context } = call.parse(message);
  app.detect(event, context).then(
    (summary) => say({ kind: 'succeeded', summary: JSON.parse(summary) }),
    (error: unknown) => say({ kind: 'threw', error: String(error) }),
  );
});
// Whoever started it has gone: nobody else would end it.
process.on('disconnect', () => process.exit());
say({ kind: 'ready' });
