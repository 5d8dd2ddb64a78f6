import type { Locale } from '../model/locale.ts';
import type { Subject } from '../model/response.ts';
import { label, type Text, value } from '../model/text.ts';

interface SubjectWords {
  readonly session: readonly [string, string, string];
  readonly caller: readonly [string, string];
  readonly account: string;
  readonly group: string;
  readonly rule: string;
}

const subjectWords: Readonly<Record<Locale, SubjectWords>> = {
  en: {
    session: ['this rule, in the session ', ' of ', ''],
    caller: ['this rule, by ', ''],
    account: 'this rule, by anybody in the account ',
    group: 'this rule, for the same group of events',
    rule: 'this rule, by anybody',
  },
  zh: {
    session: ['此规则 · 会话 ', '（', '）'],
    caller: ['此规则 · ', ' 的操作'],
    account: '此规则 · 所有人，账号 ',
    group: '此规则 · 同一组事件',
    rule: '此规则 · 所有人',
  },
};

/** What an answer speaks of, in words. `accounts`: what people call them, by id. */
export function subjectText(
  { session, actor, account, group }: Subject,
  { locale, accounts }: { readonly locale: Locale; readonly accounts: Accounts },
): Text {
  const said = subjectWords[locale];
  if (group !== undefined) return [label(said.group)];
  if (actor !== undefined && session !== undefined) {
    const [before, between, after] = said.session;
    return [label(before), value(session), label(between), value(actor.name), label(after)];
  }
  if (actor !== undefined) {
    return [label(said.caller[0]), value(actor.name), label(said.caller[1])];
  }
  if (account === undefined) return [label(said.rule)];
  const named = Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  return [label(said.account), value(named ?? account)];
}

type Accounts = Readonly<Record<string, string>>;
