/** Verbs of the catalogue that do not simply take -ed. */
const irregular: Readonly<Record<string, string>> = {
  bind: 'bound',
  cancel: 'cancelled',
  get: 'got',
  put: 'put',
  reset: 'reset',
  run: 'ran',
  send: 'sent',
  set: 'set',
  submit: 'submitted',
  unbind: 'unbound',
  unset: 'unset',
};

/** "delete an endpoint" → "deleted an endpoint": the first word of a verb phrase, conjugated. */
export function pastTense(phrase: string): string {
  const [verb = '', ...rest] = phrase.split(' ');
  return [conjugate(verb), ...rest].join(' ');
}

function conjugate(verb: string): string {
  const known = irregular[verb];
  if (known) return known;
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  // A short verb that ends in one vowel and one consonant doubles it: stop, tag, plan.
  if (/^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb)) return `${verb}${verb.slice(-1)}ed`;
  return `${verb}ed`;
}
