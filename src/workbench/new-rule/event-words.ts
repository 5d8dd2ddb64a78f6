/** `UpdateVpcEndpointServiceAttribute` → update, vpc, endpoint, service, attribute. */
export function eventWords(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** Of some names the one that shares the most words with another; undefined where none shares any. */
export function nearestKin(name: string, others: readonly string[]): string | undefined {
  const words = eventWords(name);
  const scored = others
    .filter((other) => other !== name)
    .map((other) => {
      const own = eventWords(other);
      const shared = own.filter((word) => words.includes(word)).length;
      return { other, shared, strange: own.length - shared };
    })
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared || a.strange - b.strange);
  return scored[0]?.other;
}
