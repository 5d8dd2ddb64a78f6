/**
 * Every choice of one member from each list, in order, but no more than `most`; none where a list is
 * empty. `cut` says that there would have been more.
 */
export function choices<Member>(
  lists: readonly (readonly Member[])[],
  most: number,
): { readonly chosen: readonly (readonly Member[])[]; readonly cut: boolean } {
  let chosen: (readonly Member[])[] = [[]];
  for (const list of lists) {
    const next = list.slice(0, most);
    chosen = chosen.flatMap((heads) => next.map((each) => [...heads, each])).slice(0, most);
  }
  return { chosen, cut: lists.reduce((size, list) => size * list.length, 1) > most };
}
