/** The first place in ascending numbers whose number is not less: where it stands, or belongs. */
export function placeFrom(ascending: readonly number[], number: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function putInto(ascending: number[], number: number): void {
  ascending.splice(placeFrom(ascending, number), 0, number);
}

/** The number must be there. */
export function takeFrom(ascending: number[], number: number): void {
  ascending.splice(placeFrom(ascending, number), 1);
}
