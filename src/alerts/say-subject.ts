import type { Locale } from '../model/locale.ts';
import type { Subject } from '../model/response.ts';
import { label, type Text, value } from '../model/text.ts';
import { words } from './words.ts';

interface Reader {
  readonly locale: Locale;
  /** What people call the accounts, by id. */
  readonly accounts: Readonly<Record<string, string>>;
}

/** What an answer speaks of, in words that follow the name of its rule. */
export function saySubject(subject: Subject, { locale, accounts }: Reader): Text {
  const [open, close] = words[locale].brackets;
  const only = `${open}${subjectWords[locale].failedOnly}${close}`;
  const whose = sayWhose(subject, { locale, accounts });
  return subject.failedOnly ? [...whose, label(only)] : whose;
}

function sayWhose({ session, actor, account, group }: Subject, reader: Reader): Text {
  const said = subjectWords[reader.locale];
  if (group !== undefined) return [label(said.group)];
  if (actor !== undefined && session !== undefined) {
    const [before, between, after] = said.session;
    return [label(before), value(session), label(between), value(actor.name), label(after)];
  }
  if (actor !== undefined) {
    return [label(said.caller[0]), value(actor.name), label(said.caller[1])];
  }
  if (account === undefined) return [label(said.rule)];
  const named = Object.hasOwn(reader.accounts, account) ? reader.accounts[account] : undefined;
  return [label(said.account), value(named ?? account)];
}

interface SubjectWords {
  readonly session: readonly [string, string, string];
  readonly caller: readonly [string, string];
  readonly account: string;
  readonly group: string;
  readonly rule: string;
  readonly failedOnly: string;
}

const subjectWords: Readonly<Record<Locale, SubjectWords>> = {
  en: {
    session: ['this rule, in the session ', ' of ', ''],
    caller: ['this rule, by ', ''],
    account: 'this rule, by anybody in the account ',
    group: 'this rule, for the same group of events',
    rule: 'this rule, by anybody',
    failedOnly: 'only calls that do not succeed',
  },
  zh: {
    session: ['此规则 · 会话 ', '（', '）'],
    caller: ['此规则 · ', ' 的操作'],
    account: '此规则 · 所有人，账号 ',
    group: '此规则 · 同一组关联事件',
    rule: '此规则 · 所有人',
    failedOnly: '仅限未成功的操作',
  },
};
