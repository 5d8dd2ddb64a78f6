/** What can be said of a statement before all is known that it speaks of: where that matters, it is open. */
export type Truth = 'always' | 'never' | 'open';

const opposites: Readonly<Record<Truth, Truth>> = {
  always: 'never',
  never: 'always',
  open: 'open',
};

export function opposite(truth: Truth): Truth {
  return opposites[truth];
}

/** Of statements that all have to hold. */
export function all(truths: readonly Truth[]): Truth {
  if (truths.includes('never')) return 'never';
  return truths.includes('open') ? 'open' : 'always';
}

/** Of statements of which one has to hold. */
export function any(truths: readonly Truth[]): Truth {
  if (truths.includes('always')) return 'always';
  return truths.includes('open') ? 'open' : 'never';
}
