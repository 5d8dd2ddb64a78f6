import { expect, test } from 'vitest';
import { collectResources } from '../../src/alerts/collect-resources.ts';
import { keepEvent, readKept } from '../../src/alerts/kept-event.ts';
import { deletion, eventOf } from '../support/audit-event.ts';

const desktops = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `ecd-example${from + at}`);

const kept = (ids: readonly string[]) => {
  const event = eventOf(
    deletion({
      serviceName: 'ecd',
      eventName: 'DeleteDesktops',
      referencedResources: { 'ACS::ECD::Desktop': ids },
    }),
  );
  const read = readKept(keepEvent(event, { fields: [] }));
  if (read === undefined) throw new Error('the event was not kept');
  return read;
};

test('of an event that is remembered ten resources are named, and the others counted', () => {
  const { resources, otherResources } = kept(desktops(0, 50));
  expect(resources.map(({ id }) => id)).toEqual(desktops(0, 10));
  expect(otherResources).toHaveLength(40);
});

test('resources of several events are counted once, named or not', () => {
  const collected = collectResources();
  for (const ids of [desktops(0, 50), desktops(20, 60), desktops(45, 47)]) {
    const { resources, otherResources } = kept(ids);
    collected.add(resources, otherResources);
  }
  expect(collected.counted()).toMatchObject({ total: 60, atLeast: false });
});
