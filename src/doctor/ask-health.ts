import http from 'node:http';
import https from 'node:https';
import * as z from 'zod';
import { parseJson } from '../model/fields.ts';

export type Health =
  | { readonly kind: 'well'; readonly isDownload: boolean }
  /** It answers as web does, and is not well. */
  | { readonly kind: 'unwell'; readonly isLedgerDown: boolean; readonly isConfigured: boolean }
  /** Somebody else answered, with this status. */
  | { readonly kind: 'other'; readonly status: number }
  | { readonly kind: 'failed'; readonly code: string };

const answered = z.object({
  ok: z.boolean(),
  ledger: z.string().optional().catch(undefined),
  configured: z.boolean().optional().catch(undefined),
});

/** Its answer is a few dozen bytes. */
const LONGEST = 4_096;

/** Asks web whether it is well. No redirect is followed. */
export function askHealth(
  origin: string,
  { timeoutMs, ca }: { readonly timeoutMs: number; readonly ca?: string | undefined },
): Promise<Health> {
  const url = new URL('/healthz', origin);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const failed = (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'failed', code: signal.aborted ? 'ETIMEDOUT' : (error.code ?? 'NoAnswer') });
    };
    request(url, { signal, agent: false, ...(ca && { ca }) }, (response) => {
      const { statusCode: status = 0, headers } = response;
      const isDownload = /attachment/i.test(headers['content-disposition'] ?? '');
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        if (text.length < LONGEST) text += piece;
      });
      response.on('error', failed);
      response.on('end', () => {
        const read = answered.safeParse(parseJson(text)).data;
        if (read === undefined) return resolve({ kind: 'other', status });
        const { ok, ledger, configured = true } = read;
        if (ok && status === 200) return resolve({ kind: 'well', isDownload });
        resolve({ kind: 'unwell', isLedgerDown: ledger === 'down', isConfigured: configured });
      });
    })
      .on('error', failed)
      .end();
  });
}
