import type { AnswerAction } from '../model/action.ts';
import type { Locale } from '../model/locale.ts';

/** What messages and pages say of answers in the same words. */
export interface AnswerWords {
  /** What can be answered. */
  readonly offers: Readonly<Record<AnswerAction, string>>;
  /** Leads to the page of what was told lately. */
  readonly recentAlerts: string;
  /** Before who it was. */
  readonly acknowledgedBy: string;
  readonly silencedBy: string;
  /** Of a silence that somebody ended; the name follows at once. */
  readonly endedBy: string;
  /** The moment follows at once. */
  readonly until: string;
  /** Of a name that anybody could have typed. */
  readonly notVerified: string;
}

export const answerWords: Readonly<Record<Locale, AnswerWords>> = {
  en: {
    offers: {
      acknowledge: 'Acknowledge',
      'silence-1h': 'Silence 1 h',
      'silence-4h': 'Silence 4 h',
      'silence-morning': 'Silence until\u{a0}9:00',
    },
    recentAlerts: 'Recent alerts',
    acknowledgedBy: 'Acknowledged by',
    silencedBy: 'Silenced by',
    endedBy: 'ended by ',
    until: 'until ',
    notVerified: 'not verified',
  },
  zh: {
    offers: {
      acknowledge: '认领',
      'silence-1h': '静默 1 小时',
      'silence-4h': '静默 4 小时',
      'silence-morning': '静默至早上\u{a0}9:00',
    },
    recentAlerts: '最近告警',
    acknowledgedBy: '认领人',
    silencedBy: '静默操作人',
    endedBy: '提前解除：',
    until: '至 ',
    notVerified: '身份未核实',
  },
};
