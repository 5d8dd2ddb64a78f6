import type { Text } from '../model/text.ts';
import { type Size, cut } from './cut.ts';
import { fullWidth } from './full-width.ts';
import { type SpanWriter, layOut } from './lay-out.ts';

/** What is different about a chat's markdown. */
export interface Dialect {
  readonly size: Size;
  /** The most that one value may take. */
  readonly valueMost: number;
  /** The address as it may stand between the brackets of a link. */
  readonly address: (url: string) => string;
}

export interface MarkdownWriters {
  readonly plain: SpanWriter<string>;
  /** Values are bold. */
  readonly strong: SpanWriter<string>;
}

/** How spans are written in a chat's markdown: values inert, links as markdown links. */
export function markdownWriters(dialect: Dialect): MarkdownWriters {
  return { plain: spanWriter((value) => value, dialect), strong: spanWriter(bold, dialect) };
}

/** Spans as one line of markdown, in at most `max`. */
export function markdownLine(text: Text, max: number, writer: SpanWriter<string>): string {
  const laid = layOut(text, max, writer).join('');
  return laid.replaceAll('  **', ' **').replaceAll('**  ', '** ').trim();
}

/** Markdown ends bold text only after a request or before a space: a value in brackets gets one. */
function bold(value: string): string {
  const before = /^[\p{L}\p{N}]/u.test(value) ? '' : ' ';
  const after = /[\p{L}\p{N}]$/u.test(value) ? '' : ' ';
  return `${before}**${value}**${after}`;
}

function spanWriter(
  wrap: (value: string) => string,
  { size, valueMost, address }: Dialect,
): SpanWriter<string> {
  const markup = size(wrap('…'));
  return {
    size,
    write(span, room) {
      switch (span.kind) {
        case 'label':
          return cut(span.text.toWellFormed(), room, size) || undefined;
        case 'link': {
          const whole = `[${span.label}](${address(span.url)})`;
          return size(whole) <= room ? whole : cut(span.label, room, size) || undefined;
        }
        case 'value': {
          const text = cut(fullWidth(span.text), Math.min(valueMost, room - markup), size);
          return text === '' ? undefined : wrap(text);
        }
      }
    },
  };
}

/** A sign of ASCII as it may also stand in an address, where it means nothing to markdown. */
export function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
