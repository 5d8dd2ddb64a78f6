import * as z from 'zod';
import { type Called, requestOf } from './fc3-http.ts';

/** https://www.alibabacloud.com/help/en/functioncompute/fc-2-0/user-guide/http-handler */
export interface Fc2Response {
  setStatusCode(status: number): void;
  setHeader(name: string, value: string): void;
  send(body: string): void;
}

const texts = z.union([z.string(), z.array(z.string())]);

const fc2Request = z.object({
  method: z.string(),
  path: z.string().startsWith('/'),
  queries: z.record(z.string(), texts).default({}),
  headers: z.record(z.string(), texts.optional()).default({}),
  clientIP: z.string().optional(),
});

/** No form and no interaction is longer. */
const LONGEST_BYTES = 128 * 1024;

/** Whether the second argument of a handler is what an HTTP function of Function Compute 2.0 answers by. */
export function isFc2Response(value: unknown): value is Fc2Response {
  if (typeof value !== 'object' || value === null) return false;
  return ['setStatusCode', 'setHeader', 'send'].every(
    (name) => typeof Reflect.get(value, name) === 'function',
  );
}

/** The request that an HTTP function of Function Compute 2.0 is called with; undefined where it is none. */
export async function readFc2Request(value: unknown): Promise<Called | undefined> {
  const read = fc2Request.safeParse(value);
  if (!read.success) return undefined;
  const { method, path, queries, headers, clientIP: address } = read.data;
  const query = new URLSearchParams();
  for (const [name, several] of Object.entries(queries)) {
    for (const each of [several].flat()) query.append(name, each);
  }
  const single = Object.entries(headers).flatMap(([name, several]) =>
    several === undefined ? [] : [[name, [several].flat().join(', ')] as const],
  );
  const request = requestOf({
    method,
    path: `${path}?${query.toString()}`,
    headers: Object.fromEntries(single),
    content: await readContent(value),
  });
  return request && { request, address };
}

export async function writeFc2Answer(response: Response, answer: Fc2Response): Promise<void> {
  answer.setStatusCode(response.status);
  for (const [name, value] of response.headers) answer.setHeader(name, value);
  answer.send(await response.text());
}

/** Newer runtimes have the body at hand; where they have not, the request is a stream of it. */
async function readContent(request: unknown): Promise<Buffer> {
  if (typeof request !== 'object' || request === null) return Buffer.alloc(0);
  if ('body' in request && request.body instanceof Uint8Array) return Buffer.from(request.body);
  if ('body' in request && typeof request.body === 'string') return Buffer.from(request.body);
  if (!isStream(request)) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk));
    bytes += piece.length;
    chunks.push(piece);
    // Whoever reads it refuses it for its length.
    if (bytes > LONGEST_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function isStream(value: object): value is AsyncIterable<unknown> {
  return typeof Reflect.get(value, Symbol.asyncIterator) === 'function';
}
