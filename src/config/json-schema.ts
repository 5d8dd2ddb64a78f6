import * as z from 'zod';
import { settings } from './settings.ts';

/** The JSON Schema of trailbell.yml, for completion and checks in an editor. */
export function configSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(settings, { io: 'input' });
}
