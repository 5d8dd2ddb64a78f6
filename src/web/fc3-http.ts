import * as z from 'zod';
import { parseJson } from '../model/fields.ts';

/** A request, and where it came from. */
export interface Called {
  readonly request: Request;
  readonly address: string | undefined;
}

/** What Function Compute makes an answer of: the page of `event`, below, says its shape. */
export interface Fc3Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isBase64Encoded: false;
  readonly body: string;
}

/** https://www.alibabacloud.com/help/en/functioncompute/fc-3-0/user-guide/http-trigger-invoking-function */
const event = z.object({
  rawPath: z.string().startsWith('/'),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  headers: z.record(z.string(), z.string()).default({}),
  queryParameters: z.record(z.string(), z.string()).default({}),
  requestContext: z.object({
    http: z.object({ method: z.string(), sourceIp: z.string().optional() }),
  }),
});

/** The request that an event of Function Compute 3.0's HTTP trigger tells of; undefined where it is none. */
export function readFc3Event(bytes: unknown): Called | undefined {
  const text = bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : String(bytes);
  const read = event.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const { rawPath, body, isBase64Encoded, headers, queryParameters, requestContext } = read.data;
  const { method, sourceIp: address } = requestContext.http;
  const query = new URLSearchParams(queryParameters).toString();
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const request = requestOf({ method, path: `${rawPath}?${query}`, headers, content });
  return request && { request, address };
}

export async function writeFc3Answer(response: Response): Promise<Fc3Answer> {
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    isBase64Encoded: false,
    body: await response.text(),
  };
}

export interface PlainRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
}

/** Undefined for what no browser sends: the platform is not trusted to have refused it. */
export function requestOf({ method, path, headers, content }: PlainRequest): Request | undefined {
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    return new Request(new URL(`https://web.invalid${path}`), {
      method,
      headers,
      ...(hasBody && { body: content }),
    });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
