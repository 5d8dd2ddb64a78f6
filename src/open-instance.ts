import { answerWords } from './alerts/answer-words.ts';
import { routeFinding, type Routing } from './alerts/route.ts';
import { sayAlert } from './alerts/say-alert.ts';
import { sayDigest } from './alerts/say-digest.ts';
import { DRILL_RULE, sayDrill } from './alerts/say-drill.ts';
import { sayNotice } from './alerts/say-notice.ts';
import type { Channel, ChannelIo } from './channels/channel.ts';
import { valueAt } from './config/read-issue.ts';
import { resolveConfig } from './config/resolve-config.ts';
import type { Env } from './config/resolve-env.ts';
import { resolveRouting, type RoutingConfig } from './config/resolve-routing.ts';
import type { Config } from './config/settings.ts';
import { digestHolder } from './hold-digest.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { SharedStore } from './ledger/shared-ledger.ts';
import { NOTHING } from './links/links.ts';
import { checkEndpoint } from './logs/endpoint.ts';
import { answers } from './model/action.ts';
import { errorName } from './model/error-name.ts';
import type { Journal } from './model/journal.ts';
import type { Notice } from './model/notice.ts';
import type { Notification } from './model/notification.ts';
import { openChannels } from './open-channels.ts';
import { openLedger } from './open-ledger.ts';
import { checkInteractive, openLinks } from './open-links.ts';
import { openWatch } from './open-watch.ts';
import type { Pipeline } from './pipeline.ts';
import type { Project } from './project.ts';
import { openRuleBook } from './rule-book.ts';
import { ruleId } from './rule-faults.ts';
import type { Heading } from './sigma/rule.ts';
import type { Watch } from './sweep/watch.ts';

export interface InstanceOptions extends ChannelIo {
  readonly project: Project;
  readonly env: Env;
  readonly journal: Journal;
  /** Hears of every message as it is worded, before a channel lays it out. */
  readonly onSay: (notification: Notification) => void;
  /** Shared in place of the configured Redis. */
  readonly store?: SharedStore | undefined;
}

/** What is made once an instance, but for what each call brings. */
export interface Instance {
  readonly config: Config;
  readonly routing: Routing & RoutingConfig;
  readonly ledger: Ledger;
  readonly channels: readonly Channel[];
  /** Undefined where nothing is known of detect. */
  readonly watch: Watch | undefined;
  readonly story: Omit<Pipeline, 'channels' | 'keepsLetters' | 'keepLetters' | 'onMuted'>;
}

/** Makes of a project what its calls have in common. Throws a ConfigError where anything is wrong. */
export function openInstance(options: InstanceOptions): Instance {
  const { project, env, journal, onSay, now, allowLoopback, store } = options;
  const config = resolveConfig(project.config, env);
  checkEndpoint(config.source.endpoint, allowLoopback);
  const routing = {
    ...resolveRouting(config),
    accounts: config.accounts,
    recordOnly: recordOnly(project, config),
    lateAfterMs: config.delivery.late_after,
  };
  const faults = new Map<string, Notice>();
  const ledger = openLedger(config.ledger, { now, journal, store });
  const links = openLinks(config.web, { now, isShared: ledger.shared });
  const watch = openWatch(config.watch, { isShared: ledger.shared });
  const secrets = valueAt(project.config, ['web', 'slack_signing_secrets']);
  checkInteractive(config, secrets !== undefined);
  const rules = openRuleBook({
    ...project,
    changes: config.rules,
    windows: ledger.windows,
    onFault(rule, event, thrown) {
      const error = errorName(thrown);
      journal({ kind: 'rule-failed', rule, event, error });
      if (!faults.has(rule)) {
        faults.set(rule, { kind: 'rule-failed', rule, title: titleOf(project, rule), error });
      }
    },
    onBound: ({ kind, correlation, count }) =>
      journal({ kind: 'correlation-bound', bound: kind, correlation, count }),
    onNewEvent: (service, event) => journal({ kind: 'new-event', service, event }),
  });
  const voiceOf = (channel: string) => ({
    ...config,
    locale: config.channels[channel]?.locale ?? config.locale,
  });
  const alertsUrl = (): string | undefined =>
    links?.url(links.sign({ use: 'link', aim: 'look', about: NOTHING }));
  const say = (notification: Notification): Notification => {
    onSay(notification);
    return notification;
  };
  return {
    config,
    routing,
    ledger,
    channels: openChannels(config.channels, options),
    watch,
    story: {
      logstore: config.source.logstore,
      rules,
      ledger,
      route(finding, { now: time, answered = [], lateAsAlerts }) {
        const lateAfterMs = lateAsAlerts ? 0 : routing.lateAfterMs;
        return routeFinding(finding, { ...routing, lateAfterMs, answered }, time);
      },
      say(alert, channel, circumstances) {
        const word = alert.rule.id === DRILL_RULE ? sayDrill : sayAlert;
        return say(word(alert, voiceOf(channel), circumstances));
      },
      sayDigest: (digest, channel, mayRepeat) =>
        say(sayDigest(digest, voiceOf(channel), { mayRepeat, alertsUrl: alertsUrl() })),
      sayNotice: (notice, occasion, channel, mayRepeat) =>
        say(sayNotice(notice, occasion, voiceOf(channel), mayRepeat)),
      offers:
        links &&
        ((alert, channel) =>
          answers.map((action) => {
            const token = links.sign({ use: 'link', aim: action, about: alert });
            const label = answerWords[voiceOf(channel).locale].offers[action];
            return { action, label, url: links.url(token), token };
          })),
      hold: digestHolder(ledger, now),
      repeatIntervalMs: ({ alert, routed }) =>
        config.rules[alert.rule.id]?.repeat_interval ?? routed.route.repeatIntervalMs,
      takeFaults() {
        const taken = [...faults.values()];
        faults.clear();
        return taken;
      },
      giveUp: { attempts: config.delivery.attempts, maxAgeMs: config.delivery.max_age },
      journal,
    },
  };
}

/** The rules that are recorded and ring nobody, by their ids. */
function recordOnly({ rules, correlations }: Project, config: Config): ReadonlySet<string> {
  const all = [...rules.map(({ rule }) => rule), ...correlations];
  return new Set(all.filter((rule) => isRecordOnly(rule, config)).map(ruleId));
}

/** Whether a rule is recorded and rings nobody. */
export function isRecordOnly(rule: Heading, { rules, record_only }: Config): boolean {
  const statuses: readonly (string | undefined)[] = record_only;
  return rules[ruleId(rule)]?.record_only ?? statuses.includes(rule.status);
}

function titleOf({ rules }: Project, id: string): string {
  return rules.find(({ rule }) => ruleId(rule) === id)?.rule.title ?? id;
}
