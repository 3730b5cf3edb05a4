/** The items in an order that looks random and is the same in every run (a linear congruential generator). */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed >>> 0;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = below(at + 1);
    const [mine, theirs] = [result[at] as Item, result[other] as Item];
    result[at] = theirs;
    result[other] = mine;
  }
  return result;
}
