import { expect, onTestFinished } from 'vitest';
import type { BatchSummary } from '../../src/model/journal.ts';
import type { Project } from '../../src/project.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

/** A world that ends with its test, by when the numbers of all its batches have to add up. */
export async function openWorld(
  options: WorldOptions = {},
  changes: Partial<Project> = {},
): Promise<World> {
  const world = await startWorld(changes, options);
  onTestFinished(async () => {
    await world.close();
    for (const batch of world.journaled('batch')) expectAddsUp(batch);
  });
  return world;
}

function expectAddsUp(batch: BatchSummary): void {
  const { records, skipped, malformed, evaluated } = batch;
  expect(skipped + malformed + evaluated).toBe(records);
  const { owed, delivered, suppressed, muted, held, deadLetters, retried } = batch;
  expect(delivered + suppressed + muted + held + deadLetters + retried).toBe(owed);
}
