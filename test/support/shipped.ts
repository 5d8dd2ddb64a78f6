import { inject } from 'vitest';
import { rawView } from '../../src/actiontrail/rule-view.ts';
import type { ReadProject } from '../../src/project.ts';
import type { ReadCollection } from '../../src/sigma/collection/read-collection.ts';
import { planRules } from '../../src/sigma/match/plan-rules.ts';

interface Shipped {
  readonly rules: ReadCollection;
  readonly config: unknown;
}

let known: Shipped | undefined;

function shipped(): Shipped {
  if (known !== undefined) return known;
  const read: Shipped = JSON.parse(inject('shipped'));
  known = read;
  return read;
}

/** What `readRules('.', ['rules'])` answers, but for keys that are undefined. */
export function shippedRules(): ReadCollection {
  return shipped().rules;
}

let planned: ReadProject | undefined;

/** What `readProject('.')` answers, likewise. */
export function shippedProject(): ReadProject {
  const { rules, config } = shipped();
  planned ??= { ...rules, config, rules: planRules(rules.rules, rawView) };
  return planned;
}
