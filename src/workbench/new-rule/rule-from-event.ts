import type { Level } from '../../model/level.ts';
import { titleCase } from '../title-case.ts';
import { eventWords } from './event-words.ts';

/** What a new rule is made of. */
export interface RuleDraft {
  /** A fresh UUIDv4. */
  readonly id: string;
  /** 2026-11-21 */
  readonly date: string;
  /** The canonical name. */
  readonly service: string;
  readonly event: string;
  readonly level: Level;
  /** Whether the level is the risk that the catalogue gives. */
  readonly isRated: boolean;
  /** What the event does, a verb phrase in the infinitive; undefined where the catalogue does not say. */
  readonly summary: { readonly en: string; readonly zh: string } | undefined;
  /** An event that is much like it, which the rule must not match. */
  readonly kin: string;
  /** Request parameters that tell what the call was about. */
  readonly parameters: readonly string[];
  /** Whether the project has a list of the codes by which permission is refused. */
  readonly hasDeniedCodes: boolean;
}

/** Where rules of a service stand: `rules/ecd/ecd_delete_desktops.yml`. */
export function ruleFile(service: string, event: string): string {
  const pack = eventWords(service).join('').slice(0, MOST_PACK) || 'other';
  const name = [pack, ...eventWords(event)].join('_').slice(0, MOST_NAME).replace(/_+$/, '');
  return `rules/${pack}/${name.padEnd(LEAST_NAME, '_call')}.yml`;
}

/** File names of rules have 10 to 70 characters (SigmaHQ's conventions). */
const LEAST_NAME = 10;
const MOST_NAME = 70;
const MOST_PACK = 30;

/** What stands where only the author of a rule knows what to say, in each language. */
export const placeholders = ['Say here', '在此说明'] as const;

const [SAY_HERE, SAY_HERE_ZH] = placeholders;

/**
 * A rule for one event as the text of its file: it is valid as it is, and its tests pass. What only its
 * author knows is drafted, and said to be.
 */
export function ruleFromEvent(draft: RuleDraft): string {
  const { id, date, service, event, level, isRated, parameters, hasDeniedCodes } = draft;
  const does = draft.summary?.en ?? eventWords(event).join(' ');
  const title = titleCase(`${service} ${does}`);
  const zh = draft.summary?.zh ?? `调用 ${event}`;
  const reason = isRated
    ? `the catalogue puts the risk of a plain call there. ${SAY_HERE} why that is right for you`
    : `nothing is known of the event yet. ${SAY_HERE} what it should be, and why`;
  const denied = hasDeniedCodes
    ? "        errorCode|expand: '%denied_codes%'"
    : '        errorCode|startswith:\n            - NoPermission\n            - Forbidden';
  return `title: ${scalar(title)}
id: ${id}
status: experimental
description: |-
    Detects the call ${event} of ${service}: ${does}.
    The level is ${level} because ${reason}.
date: ${date}
tags:
    # Drafted from the event's name: https://attack.mitre.org/matrices/enterprise/cloud/
    - attack.${likelyTactic(event)}
logsource:
    product: alicloud
    service: actiontrail
detection:
    selection:
        serviceName: ${scalar(service)}
        eventName: ${scalar(event)}
    filter_main_denied:
${denied}
    condition: selection and not 1 of filter_main_*
falsepositives:
    - Planned work. ${SAY_HERE} who does this, and how you can tell.
level: ${level}
${fieldLines(parameters)}runbook:
    - Ask the caller, or the owner of what was called on, whether this was planned.
    - If it was not, disable the caller's access key and console sign-in in the RAM console (UpdateAccessKey, DeleteLoginProfile) and look for their other calls in ActionTrail.
    - ${scalar(`${SAY_HERE} how ${event} is undone.`)}
zh:
    title: ${scalar(`${service} ${zh}`)}
    runbook:
        - 向操作者或资源负责人确认这次操作是否在计划之内。
        - 如非计划内操作，在 RAM 控制台禁用操作者的 AccessKey 和控制台登录（UpdateAccessKey、DeleteLoginProfile），并在操作审计中排查其近期的其他操作。
        - ${scalar(`${SAY_HERE_ZH}如何撤销 ${event}。`)}
tests:
    - name: a RAM user calls it
      match: true
      event:
${eventLines(draft, event)}
    - name: the attempt is denied
      match: false
      event:
${eventLines(draft, event)}
          errorCode: Forbidden.RAM
          errorMessage: The user may not perform this operation.
    - name: ${scalar(`another call, ${draft.kin}`)}
      match: false
      event:
${eventLines(draft, draft.kin)}
`;
}

function fieldLines(parameters: readonly string[]): string {
  if (parameters.length === 0) return '';
  return `fields:\n${parameters.map((name) => `    - requestParameters.${name}\n`).join('')}`;
}

/** A record of the call, with what every record has. */
function eventLines({ service, parameters, date }: RuleDraft, event: string): string {
  const lines = [
    `eventName: ${scalar(event)}`,
    `serviceName: ${scalar(service)}`,
    `eventTime: '${date}T08:00:00Z'`,
    'acsRegion: cn-hangzhou',
    'requestParameters:',
    '    RegionId: cn-hangzhou',
    ...parameters.map((name) => `    ${name}: ${exampleOf(name)}`),
    'userIdentity:',
    '    type: ram-user',
    "    principalId: '234567890123456789'",
    "    accountId: '1234567890123456'",
    '    accessKeyId: LTAI5t**********abcd',
    '    userName: alice',
    'sourceIpAddress: 203.0.113.24',
  ];
  return lines.map((line) => `          ${line}`).join('\n');
}

function exampleOf(parameter: string): string {
  const noun = eventWords(parameter.replace(/Ids?$/, '')).join('-');
  return /Ids$|s$/.test(parameter) ? `[${noun}-example01]` : `${noun}-example01`;
}

/** Verbs of operations, and the tactic that somebody who abuses them most likely follows. */
const verbs: readonly (readonly [verbs: RegExp, tactic: string])[] = [
  [/^(describe|get|list|query|check|search|count|preview)$/, 'discovery'],
  [/^(export|download|copy|share|publish|migrate)$/, 'exfiltration'],
  [/^(run|invoke|execute|send)$/, 'execution'],
  [/^(delete|release|remove|destroy|stop|reboot|reset|rebuild|terminate|clean)$/, 'impact'],
  [/^(disable|close|deactivate|suspend)$/, 'defense-impairment'],
];

function likelyTactic(event: string): string {
  const [verb = ''] = eventWords(event);
  return verbs.find(([pattern]) => pattern.test(verb))?.[1] ?? 'persistence';
}

/** A text as a value of YAML. */
function scalar(text: string): string {
  const isPlain =
    /^[\p{L}][\p{L}\p{N} _,.()/（），、。-]*$/u.test(text) &&
    !/^(true|false|null|yes|no|on|off)$/i.test(text);
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}
