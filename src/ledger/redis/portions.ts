/** Cuts a list into pieces of at most so many members and so much weight: one that weighs more is alone. */
export function* portions<Member>(
  members: Iterable<Member>,
  most: number,
  weigh: (member: Member) => number = () => 0,
  mostWeight = Infinity,
): Generator<readonly Member[]> {
  let portion: Member[] = [];
  let weight = 0;
  for (const member of members) {
    const more = weigh(member);
    if (portion.length === most || (portion.length > 0 && weight + more > mostWeight)) {
      yield portion;
      portion = [];
      weight = 0;
    }
    portion.push(member);
    weight += more;
  }
  if (portion.length > 0) yield portion;
}
