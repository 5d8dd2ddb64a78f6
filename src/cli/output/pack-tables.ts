import type { Heading } from '../../sigma/rule.ts';
import { tacticOf, techniqueId } from '../../workbench/attack/attack.ts';
import type { ListedRule, Pack } from '../../workbench/rule-list.ts';
import { aboutText } from './about-text.ts';
import { numberOf } from './number-of.ts';
import { visible } from './plain-text.ts';

const headings = ['Level', 'Rule', 'Looks for', 'ATT&CK'] as const;

/** The packs as Markdown, a table for each. Links lead from a folder beside `rules`, such as `docs`. */
export function packTables(packs: readonly Pack[]): string {
  return packs
    .map(({ name, rules }) => {
      const rows = rules.map((each) => [
        each.rule.level,
        `[${escaped(each.rule.title)}](../${visible(each.rule.file)})`,
        aboutText(each, { text: escaped, eventName: (name) => `\`${name}\`` }) + countedText(each),
        attackText(each.rule),
      ]);
      return `## ${escaped(name)}\n\n${numberOf(rules.length, 'rule')}.\n\n${table([headings, ...rows])}`;
    })
    .join('\n\n');
}

function countedText(listed: ListedRule): string {
  if (listed.kind === 'detection') return '';
  return `: ${listed.refers.map(({ title }) => escaped(title)).join(', ')}`;
}

function attackText({ tags }: Heading): string {
  const names = tags.flatMap((tag) => tacticOf(tag)?.name ?? []);
  const ids = tags.flatMap((tag) => techniqueId(tag) ?? []);
  return [names.join(', '), ids.map(techniqueLink).join(' ')].filter(Boolean).join('; ');
}

function techniqueLink(id: string): string {
  return `[${id}](https://attack.mitre.org/techniques/${id.replace('.', '/')}/)`;
}

function table([first = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(first), line(first.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A title is no Markdown, and drives no terminal. */
function escaped(text: string): string {
  return visible(text).replace(/[\\|[\]`*_<]/g, String.raw`\$&`);
}
