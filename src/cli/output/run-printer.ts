import type { JournalEntry } from '../../model/journal.ts';
import type { Notification } from '../../model/notification.ts';
import type { Project } from '../../project.ts';
import { ruleId } from '../../rule-faults.ts';
import type { Terminal } from '../command.ts';
import { numberOf } from './number-of.ts';
import { plainText, visible } from './plain-text.ts';
import { type Style, styleFor } from './style.ts';
import { troubleLine } from './trouble-line.ts';
import { utcTime } from './utc-time.ts';

/** Prints what a run on this machine comes to, as it does. */
export interface RunPrinter {
  readonly journal: (entry: JournalEntry) => void;
  readonly onSay: (notification: Notification) => void;
}

export function jsonPrinter({ out, err }: Terminal): RunPrinter {
  return {
    onSay: () => {},
    journal(entry) {
      switch (entry.kind) {
        case 'alert': {
          const { rule, level, count, events, channels, mutedBy } = entry;
          return out(JSON.stringify({ rule, level, count, events, channels, mutedBy }));
        }
        case 'batch': {
          const { kind: _kind, ...summary } = entry;
          return out(JSON.stringify(summary));
        }
        // It comes every few seconds: what it does has lines of its own.
        case 'sweep':
          return;
        default:
          return err(JSON.stringify(entry));
      }
    },
  };
}

export interface TextPrinterOptions {
  readonly project: Project;
  /** Where dead letters go, as a person would write it. */
  readonly deadLetters: string;
}

/** What belongs together stands below an empty line. */
export function textPrinter(
  { out, err, colours }: Terminal,
  { project, deadLetters: file }: TextPrinterOptions,
): RunPrinter {
  const style = styleFor(colours);
  const said = new Map<string, Notification>();
  const show = ({ title, sentence }: Notification) => {
    out('');
    out(style.bold(plainText(title)));
    out(`  ${plainText(sentence)}`);
  };
  return {
    // Of what was said again, as a possible repeat, the first is what happened.
    onSay(notification) {
      if (!said.has(notification.id)) said.set(notification.id, notification);
    },
    journal(entry) {
      switch (entry.kind) {
        case 'alert': {
          const notification = said.get(entry.alert);
          if (notification) show(notification);
          else if (entry.mutedBy !== undefined) out(`\n${style.bold(unsaid(entry, project))}`);
          else return;
          out(`  ${fates(entry.channels, style)}`);
          if (entry.mutedBy !== undefined) out(`  ${style.dim(visible(entry.mutedBy))}`);
          return;
        }
        case 'digest': {
          const { digest, channel, state, alerts } = entry;
          const told = state === 'told' ? said.get(digest) : undefined;
          if (told === undefined) {
            return out(`\n${style.dim(channel)} ${state}: ${numberOf(alerts, 'alert')} together`);
          }
          show(told);
          return out(`  ${fates({ [channel]: 'delivered' }, style)}`);
        }
        case 'answered': {
          const title = said.get(entry.alert)?.title;
          const about = title === undefined ? titleOf(entry.rule, project) : plainText(title);
          out(`\n${style.bold(`${answered[entry.what]}: ${about}`)}`);
          // Who it was stands in the messages.
          const { endsAt } = entry;
          return endsAt === undefined ? undefined : out(`  until ${utcTime(Date.parse(endsAt))}`);
        }
        case 'batch': {
          out('');
          for (const line of summaryLines(entry)) out(line);
          const letters = entry.malformed + entry.deadLetters;
          if (letters === 0) return;
          const list = `npx trailbell deadletters list --file ${file}`;
          return err(`${numberOf(letters, 'dead letter')}: ${list}`);
        }
        default: {
          const line = troubleLine(entry);
          if (line !== undefined) err(style.yellow(visible(line)));
        }
      }
    },
  };
}

type Told = Extract<JournalEntry, { readonly kind: 'alert' }>;

/** What nobody was told has no words: the rule's title has to do. */
function unsaid({ rule, level, count }: Told, project: Project): string {
  const times = count > 1 ? ` ×${count}` : '';
  return `${level.toUpperCase()} · ${titleOf(rule, project)}${times}`;
}

function titleOf(rule: string, { rules, correlations }: Project): string {
  const heads = [...rules.map((each) => each.rule), ...correlations];
  return visible(heads.find((head) => ruleId(head) === rule)?.title ?? rule);
}

type AnsweredEntry = Extract<JournalEntry, { readonly kind: 'answered' }>;

const answered: Readonly<Record<AnsweredEntry['what'], string>> = {
  acknowledgement: 'Acknowledged',
  silence: 'Silenced',
  end: 'Silence ended',
};

type BatchEntry = Extract<JournalEntry, { readonly kind: 'batch' }>;

function summaryLines(entry: BatchEntry): readonly string[] {
  const { records, malformed, matches, alerts, owed, delivered, retried, deadLetters, ms } = entry;
  const quiet = (['suppressed', 'muted', 'held', 'unrouted'] as const)
    .filter((kind) => entry[kind] > 0)
    .map((kind) => ` ${entry[kind]} ${kind},`)
    .join('');
  return [
    `${numberOf(records, 'record')} (${malformed} malformed) · ` +
      `${numberOf(matches, 'match', 'matches')} · ${numberOf(alerts, 'alert')}`,
    `${delivered} of ${owed} messages delivered,${quiet} ${retried} to retry, ` +
      `${deadLetters} refused · ${ms} ms`,
  ];
}

/** What did not come to its end, or not to a good one. */
const troubled: ReadonlySet<string> = new Set(['refused', 'retry', 'unknown', 'waiting']);

/** What somebody wanted so. */
const kept: ReadonlySet<string> = new Set(['muted', 'suppressed', 'held']);

function fates(channels: Readonly<Record<string, string>>, style: Style): string {
  const paint = (fate: string) => {
    if (troubled.has(fate)) return style.red(fate);
    return kept.has(fate) ? style.yellow(fate) : style.green(fate);
  };
  return Object.entries(channels)
    .map(([name, fate]) => `${style.dim(name)} ${paint(fate)}`)
    .join('  ');
}
