import { html } from 'hono/html';
import type { Locale } from '../../model/locale.ts';
import type { Page } from './layout.ts';
import { type SayingName, sayings } from './sayings.ts';
import type { Html } from './spans.ts';

export interface SayingExtras {
  /** Opens the other pages. */
  readonly token?: string | undefined;
  /** Stands below the words. */
  readonly more?: Html;
}

/** A page of words only: what is the matter, and what to do next. */
export function sayingPage(name: SayingName, locale: Locale, extras: SayingExtras = {}): Page {
  const { title, text } = sayings[locale][name];
  const body = html`<h1>${title}</h1><p>${text}</p>${extras.more ?? ''}`;
  return { title, body, token: extras.token };
}
