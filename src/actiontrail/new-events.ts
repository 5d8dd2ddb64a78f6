import type { AuditRecord } from '../model/audit-event.ts';
import { isNewEvent } from './catalogue.ts';

/** Far more events than a service gains; but records are a stranger's. */
const MOST_NOTICED = 1_000;
const LONGEST_NOTICED = 128;

/** Has `hear` told once of each event of a known service that the catalogue lacks. */
export function openNewEvents(
  hear: (service: string, name: string) => void,
): (record: AuditRecord) => void {
  const noticed = new Set<string>();
  return ({ service, name }) => {
    if (!isNewEvent(service, name) || noticed.size >= MOST_NOTICED) return;
    const event = name.slice(0, LONGEST_NOTICED);
    if (noticed.has(`${service}.${event}`)) return;
    noticed.add(`${service}.${event}`);
    hear(service, event);
  };
}
