import stringWidth from 'string-width';
import type { Form } from '../../model/delivery.ts';
import type { Notification } from '../../model/notification.ts';
import type { Text } from '../../model/text.ts';
import { hanging } from './hanging.ts';
import { visible, visibleJson } from './plain-text.ts';
import type { Style } from './style.ts';
import { WIDTH, wrapped } from './terminal-width.ts';

/** A message as words, without any app's layout. Texts of strangers are made visible. */
export function messageLines(
  notification: Notification,
  form: Form,
  { bold, dim }: Style,
): readonly string[] {
  const { title, sentence, facts, steps, links, footer, minimal } = notification;
  const heading = wrapped(plain(title)).map(bold);
  if (form === 'minimal') return [...heading, ...minimal.flatMap((text) => wrapped(plain(text)))];

  const labels = facts.map((fact) => visible(fact.label));
  const width = Math.max(0, ...labels.map((label) => stringWidth(label)));
  const table = facts.flatMap((fact, at) => {
    const [label = ''] = labels.slice(at);
    const head = `  ${dim(label)}${' '.repeat(width - stringWidth(label))}  `;
    return hanging(head, plain(fact.text));
  });
  const numbers = String(steps.items.length).length;
  const numbered = steps.items.flatMap((step, at) =>
    hanging(`  ${String(at + 1).padStart(numbers)}. `, plain(step)),
  );
  const parts = [
    wrapped(plain(sentence)),
    table,
    steps.items.length === 0 ? [] : [visible(steps.label), ...numbered],
    links.flatMap((link) => wrapped(plain([link]))),
    wrapped(plain(footer)).map(dim),
  ].filter((lines) => lines.some((line) => line !== ''));
  return [...heading, ...parts.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))];
}

/** JSON to be read: lines that are too long go on below, where a text has its own line breaks if it can be. */
export function readableJson(body: string): readonly string[] {
  return visibleJson(JSON.parse(body), 2)
    .split('\n')
    .flatMap((line) => {
      if (stringWidth(line) <= WIDTH) return [line];
      const indent = /^ */.exec(line)?.[0] ?? '';
      const pieces = line.slice(indent.length).split(/(?<=\\n)(?!\\n)/);
      return pieces
        .flatMap((piece) => wrapped(piece, WIDTH - indent.length - 2))
        .map((each, at) => `${indent}${at === 0 ? '' : '  '}${each}`);
    });
}

/** Between two messages. */
export function separator({ dim }: Style): string {
  return dim('─'.repeat(WIDTH));
}

/** As `plainText` does, but with the address of a link set off from its label. */
function plain(text: Text): string {
  return text
    .map((span) => visible(span.kind === 'link' ? `${span.label}: ${span.url}` : span.text))
    .join('');
}
