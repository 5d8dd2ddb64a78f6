/** Classes and anchors that a backslash makes of a letter. */
const CLASS_LETTERS = 'dDwWsSbB';

/** What ends the run of plain characters before it, which it does not repeat. */
const BREAKS = '.^$';

/** One that ends: a bracket right behind its beginning is one of its characters. */
const characterClass = /^\[(?:\^|(?!\^))(?:\\.|[^\\[])(?:\\.|[^\]\\[])*\]/;

/**
 * The longest text that is in every text which a regular expression matches, as far as a glance tells:
 * undefined where there are groups, alternatives or escapes that take a parser to understand.
 */
export function regexLiteral(source: string): string | undefined {
  let longest = '';
  let run = '';

  function end(): void {
    if (run.length > longest.length) longest = run;
    run = '';
  }

  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if ('()|'.includes(character)) return undefined;
    if (character === '\\') {
      at += 1;
      const escaped = source.charAt(at);
      if (/^[^A-Za-z0-9]$/.test(escaped)) run += escaped;
      else if (escaped !== '' && CLASS_LETTERS.includes(escaped)) end();
      else return undefined;
    } else if (character === '[') {
      const close = characterClass.exec(source.slice(at));
      if (close === null) return undefined;
      end();
      at += close[0].length - 1;
    } else if ('*?{'.includes(character)) {
      // What stands before it may be missing.
      run = [...run].slice(0, -1).join('');
      end();
      if (character === '{') {
        // Any other brace may be a plain character.
        const times = /^\{\d+(?:,\d*)?\}/.exec(source.slice(at));
        if (times === null) return undefined;
        at += times[0].length - 1;
      }
    } else if (character === '+' || BREAKS.includes(character)) end();
    else run += character;
  }
  end();
  return longest === '' ? undefined : longest;
}
