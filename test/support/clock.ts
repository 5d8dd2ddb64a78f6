/** A clock that only sleeping moves on. */
export function createClock(start = 0) {
  let time = start;
  const slept: number[] = [];
  return {
    now: () => time,
    async sleep(ms: number): Promise<void> {
      slept.push(ms);
      time += ms;
    },
    /** All that was slept, in milliseconds. */
    slept,
    goTo(moment: number): void {
      time = moment;
    },
  };
}
