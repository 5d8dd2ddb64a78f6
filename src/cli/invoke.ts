import { parseArgs } from 'node:util';
import type { Answer } from '../compute/compute.ts';
import { isFields, parseJson } from '../model/fields.ts';
import { type Command, INTERRUPTED, type Terminal, UsageError } from './command.ts';
import { callPatience } from './input/call-patience.ts';
import { openDeployment } from './input/open-deployment.ts';
import { openEvents, orAborted } from './input/open-events.ts';
import { functionKinds, type FunctionKind, probeEvent } from './input/probe-event.ts';
import { visible, visibleJson } from './output/plain-text.ts';
import { styleFor } from './output/style.ts';

export const invoke: Command = {
  name: 'invoke',
  summary: 'call a deployed function once, and show its answer',
  help: `Usage: trailbell invoke [detect|sweep|web] [--event FILE|-] [--json]

Calls the function that is deployed, detect unless another is named, waits for its answer and prints
it. Without an event it is called with one that does no harm:

  detect   an empty range at the end of a shard: nothing is read, the summary counts 0 records
  sweep    a timer's event: it tells what is due, as it does every minute
  web      GET /healthz; not in Function Compute 2.0, where web is called over HTTP only

  --event FILE   the event to call it with instead, as JSON; - for standard input. For detect that
                 is what its log trigger hands over
  --json         one JSON object: the answer, the request's id, and how the function failed

compute in trailbell.yml says where the functions run and what they are called. The keys are in
ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and, for temporary ones,
ALIBABA_CLOUD_SECURITY_TOKEN; whose they are needs fc:GetFunction and fc:InvokeFunction, and for an
empty range log:ListShards and log:GetCursorOrData. Ends with 1 where the function failed or could
not be called, and with 130 after Ctrl-C: then the function may be running all the same.

Examples:
  trailbell invoke
  trailbell invoke web --json | jq .answer.statusCode`,
  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { event: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const kind = readFunctionKind(positionals);
    const { settings, compute, find } = await openDeployment(terminal);
    if (kind === 'web' && settings.version === '2.0') throw new UsageError(OVER_HTTP_ONLY);
    const name = settings[kind];
    const deployed = await find(name);
    const event =
      values.event === undefined
        ? await probeEvent(kind, settings, terminal)
        : await readEvent(values.event, terminal);
    const answer = await waiting(
      name,
      terminal,
      compute.invoke(name, event, callPatience(deployed)),
    );
    const { out, err, colours } = terminal;
    if (answer === undefined) {
      err(`interrupted: ${name} may be running all the same`);
      return INTERRUPTED;
    }
    const { text, functionError, requestId } = answer;
    const body = parseJson(text);
    const isRefused = isFields(body) && Number(body['statusCode'] ?? 200) >= 400;
    const code = functionError || (kind === 'web' && isRefused) ? 1 : 0;
    if (values.json) {
      const failed = functionError && { functionError };
      out(visibleJson({ function: name, requestId, answer: body ?? text, ...failed }));
      return code;
    }
    if (functionError) {
      const { kind: how, name: what = how, message } = functionError;
      err(styleFor(colours).red(`${name} failed: ${visible(`${what}: ${message}`)}`));
      if (requestId !== undefined) err(`its log has more, by the request ${visible(requestId)}`);
    } else {
      for (const line of linesOf(body, text)) out(line);
    }
    return code;
  },
};

/** https://www.alibabacloud.com/help/en/functioncompute/fc-2-0/product-overview/overview-30 */
const OVER_HTTP_ONLY =
  'in Function Compute 2.0 web is called over HTTP only; npx trailbell doctor asks for its /healthz';

function readFunctionKind([word = 'detect', ...others]: readonly string[]): FunctionKind {
  const kind = functionKinds.find((each) => each === word);
  if (kind && others.length === 0) return kind;
  throw new UsageError(`name one function: ${functionKinds.join(', ')}`);
}

async function readEvent(file: string, terminal: Terminal): Promise<string> {
  const { chunks } = await openEvents(file, { command: 'invoke', option: '--event' }, terminal);
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  const text = Buffer.concat(pieces).toString();
  if (parseJson(text) === undefined) throw new UsageError('--event: the event is no JSON');
  return text;
}

/** Shows for how long an answer has been waited for; undefined once the person interrupts. */
async function waiting(
  name: string,
  { progress, interrupted }: Terminal,
  answer: Promise<Answer>,
): Promise<Answer | undefined> {
  const began = Date.now();
  const show = (): void => progress?.(`${name} has been called ${secondsSince(began)} s ago`);
  show();
  const timer = setInterval(show, 1_000);
  try {
    return await orAborted(answer, interrupted);
  } finally {
    clearInterval(timer);
    progress?.(undefined);
  }
}

function secondsSince(began: number): number {
  return Math.round((Date.now() - began) / 1_000);
}

/** JSON stands on lines of its own, and all else as it came. */
function linesOf(body: unknown, text: string): readonly string[] {
  if (body !== undefined) return visibleJson(body, 2).split('\n');
  return text.split('\n').map(visible);
}
