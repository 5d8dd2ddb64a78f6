import type { Drilled } from '../../app.ts';
import { hanging } from './hanging.ts';
import { visible } from './plain-text.ts';
import type { Style } from './style.ts';

/** What a channel answered to a drill, and below it what mends it. */
export function drillLines(
  { channel, fate }: Drilled,
  nameWidth: number,
  { green, red, yellow }: Style,
): readonly string[] {
  const name = channel.padEnd(nameWidth);
  const indent = ' '.repeat(nameWidth + 4);
  const line = (mark: string, text: string) => hanging(`${mark} ${name}  `, text);
  const mended = (mend: string) => hanging(`${indent}→ `, mend);
  switch (fate.kind) {
    case 'delivered':
      if (fate.form === 'full') return line(green('✓'), 'delivered');
      return [
        ...line(yellow('!'), 'delivered without its text: the full message was refused'),
        ...mended(
          `The vendor refused what a drill says: npx trailbell message --channel ${channel} shows such messages`,
        ),
      ];
    case 'refused': {
      const mend =
        fate.fault === 'configuration'
          ? `Mend channels.${channel} in trailbell.yml, or its robot or app in the chat: docs/channels.md`
          : `The vendor refused what it says: see docs/channels.md for what channels.${channel} takes`;
      return [...line(red('✗'), `refused: ${visible(fate.reason)}`), ...mended(mend)];
    }
    case 'retry':
    case 'waiting': {
      const wait =
        'afterSeconds' in fate && fate.afterSeconds ? ` in ${fate.afterSeconds} s` : ' later';
      return [
        ...line(red('✗'), `not taken for now: ${visible(fate.reason)}`),
        ...mended(
          `Try again${wait}; alerts would wait, too. For the way there: npx trailbell doctor`,
        ),
      ];
    }
    case 'unknown':
      return [
        ...line(red('✗'), `nobody can know: ${visible(fate.reason)}`),
        ...mended('Look in the chat whether it arrived'),
      ];
  }
}
