import type { Heading } from '../../sigma/rule.ts';
import { tacticOf, techniqueId } from '../../workbench/coverage/attack.ts';
import type { ListedRule, Pack } from '../../workbench/coverage/rule-list.ts';
import { correlationText } from './condition-text.ts';
import { numberOf } from './number-of.ts';

const headings = ['Level', 'Rule', 'Looks for', 'ATT&CK'] as const;

/** The packs as Markdown, a table for each. Links lead from a folder beside `rules`, such as `docs`. */
export function packTables(packs: readonly Pack[]): string {
  return packs
    .map(({ name, rules }) => {
      const rows = rules.map((each) => [
        each.rule.level,
        `[${escaped(each.rule.title)}](../${each.rule.file})`,
        aboutText(each),
        attackText(each.rule),
      ]);
      return `## ${escaped(name)}\n\n${numberOf(rules.length, 'rule')}.\n\n${table([headings, ...rows])}`;
    })
    .join('\n\n');
}

function aboutText(listed: ListedRule): string {
  if (listed.kind === 'correlation') {
    const rules = listed.refers.map(({ title }) => escaped(title)).join(', ');
    return `${escaped(correlationText(listed.rule))}: ${rules}`;
  }
  const names = [...new Set(listed.events.map(({ name }) => name))];
  if (names.length === 0) return 'calls of any name';
  return names.map((name) => `\`${name}\``).join(', ');
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

/** A title is no Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\|[\]`*_<]/g, String.raw`\$&`);
}
