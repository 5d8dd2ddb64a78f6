import type { App } from '../../src/app.ts';
import type { World } from './world.ts';

/** A promise that is kept when somebody says so. */
export function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** An instance claims what it is asked to tell, and is never heard of again. */
export async function dieClaiming(
  world: World,
  act: (instance: App) => Promise<unknown>,
): Promise<void> {
  const asked = gate();
  const instance = world.openApp({
    fetch() {
      asked.open();
      return new Promise(() => {});
    },
  });
  act(instance).catch(() => {});
  await asked.opened;
}
