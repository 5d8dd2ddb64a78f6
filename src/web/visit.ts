import type { Locale } from '../model/locale.ts';
import type { Page } from './pages/layout.ts';

/** Who asks for a page, and with what. */
export interface Visit {
  readonly query: (name: string) => string | undefined;
  /** What a form sent; empty where none did. */
  readonly form: URLSearchParams;
  readonly locale: Locale;
  /** The name that the visitor gave the last time; empty where there is none. */
  readonly name: string;
  /** Where the request came from, as the platform says. */
  readonly address: string | undefined;
}

export type Reply =
  | { readonly kind: 'page'; readonly status: PageStatus; readonly page: Page }
  /** Leads to a page of ours, by its path and query, after a form was taken. `name`: whoever sent it. */
  | { readonly kind: 'see'; readonly path: string; readonly name?: string };

export type PageStatus = 200 | 400 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 500 | 503;
