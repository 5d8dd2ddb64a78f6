import { createApp } from '../../src/app.ts';
import { projectWith } from './project.ts';
import { type Word, word, work, workerSetup } from './worker-port.ts';

// One instance of the function: it is handed one range after the other, and killed at any moment.

const { config, env } = workerSetup.parse(JSON.parse(process.argv[2] ?? ''));
const say = (said: Word): void => {
  process.send?.(said);
};
const app = createApp({
  project: projectWith(config),
  env,
  journal: (entry) => say({ kind: 'journal', entry: { ...entry } }),
  allowLoopback: true,
});
app.initialize();

process.on('message', (message) => {
  const { event, context } = work.parse(message);
  app.detect(event, context).then(
    (summary) => say(word.parse({ kind: 'succeeded', summary: JSON.parse(summary) })),
    (error: unknown) => say({ kind: 'threw', error: String(error) }),
  );
});
// Whoever started it has gone: nobody else would end it.
process.on('disconnect', () => process.exit());
say({ kind: 'ready' });
