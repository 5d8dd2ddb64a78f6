import { html } from 'hono/html';
import { answerWords } from '../../alerts/answer-words.ts';
import { saySubject } from '../../alerts/say-subject.ts';
import { subjectId } from '../../alerts/subject.ts';
import { neutralise } from '../../channels/neutralise.ts';
import { type AnswerAction, answers } from '../../model/action.ts';
import type { Locale } from '../../model/locale.ts';
import type { Notification } from '../../model/notification.ts';
import type { Acknowledgement, Answered, ChatSilence, Subject } from '../../model/response.ts';
import { COMMENT_CHARACTERS, NAME_CHARACTERS } from '../tidy-entry.ts';
import { answerLine } from './answers-list.ts';
import type { Page } from './layout.ts';
import { momentHtml } from './moment.ts';
import { type Html, textHtml } from './spans.ts';
import { pageWords } from './words.ts';

export interface AlertPage {
  readonly locale: Locale;
  readonly timezone: string;
  readonly accounts: Readonly<Record<string, string>>;
  /** The alert, in the visitor's language. */
  readonly notification: Notification;
  /** What an answer can speak of, the narrowest first. */
  readonly subjects: readonly Subject[];
  /** Answers to this alert and to others like it. */
  readonly answered: Answered;
  /** In milliseconds since 1970. */
  readonly shownAt: number;
  /** When each silence would end: a text such as `2026-11-21 15:04`. */
  readonly ends: Readonly<Record<Exclude<AnswerAction, 'acknowledge'>, string>>;
  /** Opened the page. */
  readonly token: string;
  /** Sends the form, once. */
  readonly ticket: string;
  readonly entered: Entered;
  /** The id of the answer that was just sent. */
  readonly done: string | undefined;
}

/** What the form shows at first. */
export interface Entered {
  readonly action: AnswerAction;
  readonly subject: Subject;
  readonly name: string;
  readonly comment: string;
  /** What was wrong with it the last time. */
  readonly wrong?: 'name' | 'choice';
}

/** Of a value where it must not push the form away. */
const SHORT_CHARACTERS = 100;

/** The page of one alert: what happened, who has answered, and a form to answer by. */
export function alertPage(shown: AlertPage): Page {
  const { notification, token } = shown;
  const { title, level, sentence } = notification;
  const plainTitle = title.map((span) => (span.kind === 'link' ? span.label : span.text)).join('');
  return {
    title: neutralise(plainTitle),
    level,
    token,
    body: html`${doneHtml(shown)}
<div class="level"><h1>${textHtml(title, SHORT_CHARACTERS)}</h1><p class="sentence">${textHtml(sentence, SHORT_CHARACTERS)}</p></div>
${answersHtml(shown)}
${sent(shown) === undefined ? formHtml(shown) : html`<details><summary>${pageWords[shown.locale].again}</summary>${formHtml(shown)}</details>`}
${happenedHtml(shown)}`,
  };
}

/** The answer that was just sent; undefined where the page is only looked at. */
function sent({ done, answered }: AlertPage): Acknowledgement | ChatSilence | undefined {
  return [...answered.silences, ...answered.acknowledgements].find(({ id }) => id === done);
}

function doneHtml(shown: AlertPage): Html | '' {
  const { locale, timezone, token } = shown;
  const said = pageWords[locale];
  const response = sent(shown);
  if (response === undefined) return '';
  if (response.kind === 'acknowledgement') {
    return html`<div class="done" role="status"><p><strong>${said.doneAcknowledged}</strong></p></div>`;
  }
  return html`<div class="done" role="status"><p><strong>${said.doneSilenced} ${answerWords[locale].until}${momentHtml(response.endsAt, timezone)}</strong></p><p class="small"><a href="/silences?t=${token}">${said.endEarly}</a></p></div>`;
}

function answersHtml({ answered, locale, timezone }: AlertPage): Html {
  const said = pageWords[locale];
  const all = [...answered.silences, ...answered.acknowledgements].toSorted((a, b) => b.at - a.at);
  if (all.length === 0) return html`<p class="small">${said.noAnswers}</p>`;
  return html`<section aria-labelledby="answers"><h2 id="answers">${said.answers}</h2><ul class="plain">${all
    .slice(0, MOST_ANSWERS)
    .map(
      (response) => html`<li>${answerLine(response, { locale, timezone })}</li>`,
    )}</ul></section>`;
}

/** Whoever wants to know more looks into the silences. */
const MOST_ANSWERS = 10;

function formHtml(shown: AlertPage): Html {
  const { locale, token, ticket, entered, subjects, ends } = shown;
  const said = pageWords[locale];
  const does = (action: AnswerAction): string =>
    said.does(action, action === 'acknowledge' ? '' : ends[action]);
  const wrong = { name: said.noName, choice: said.noChoice };
  return html`<form method="post" action="/a">
${entered.wrong === undefined ? '' : html`<div class="wrong" role="alert"><p>${wrong[entered.wrong]}</p></div>`}
<input type="hidden" name="t" value="${token}"><input type="hidden" name="ticket" value="${ticket}"><input type="hidden" name="shown" value="${shown.shownAt}">
<fieldset><legend>${said.answer}</legend>${answers.map(
    (action) =>
      html`<label class="choice"><input type="radio" name="action" value="${action}"${checked(action === entered.action)}><span>${answerWords[locale].offers[action]}<span class="small"><br>${does(action)}</span></span></label>`,
  )}</fieldset>
<fieldset><legend>${said.about}</legend>${subjects.map(
    (subject) =>
      html`<label class="choice"><input type="radio" name="scope" value="${subjectId(subject)}"${checked(subject === entered.subject)}><span>${textHtml(saySubject(subject, shown), SHORT_CHARACTERS)}</span></label>`,
  )}</fieldset>
<p class="row"><label class="field" for="name">${said.name}</label><input type="text" id="name" name="name" value="${entered.name}" required maxlength="${NAME_CHARACTERS}" autocomplete="name" aria-describedby="name-hint"></p><p class="small" id="name-hint">${said.nameHint}</p>
<p class="row"><label class="field" for="why">${said.why} <span class="small">${said.optional}</span></label><input type="text" id="why" name="comment" value="${entered.comment}" maxlength="${COMMENT_CHARACTERS}" autocomplete="off"></p>
<div class="bar"><button>${said.send}</button></div>
</form>`;
}

function checked(is: boolean): Html | '' {
  return is ? html` checked` : '';
}

function happenedHtml({ notification, locale }: AlertPage): Html {
  const { facts, steps, links, footer } = notification;
  const said = pageWords[locale];
  return html`${
    steps.items.length === 0
      ? ''
      : html`<section><h2>${steps.label}</h2><ol>${steps.items.map((step) => html`<li>${textHtml(step)}</li>`)}</ol></section>`
  }<section><h2>${said.facts}</h2><dl>${facts.map(
    ({ label, text }) => html`<dt>${label}</dt><dd>${textHtml(text)}</dd>`,
  )}</dl><p>${links.flatMap((span, at) => [at === 0 ? '' : ' · ', ...textHtml([span])])}</p><p class="small">${textHtml(footer)}</p></section>`;
}
