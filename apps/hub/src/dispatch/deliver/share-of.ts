/** How many of so many are for one of these processes, all of which reckon alike: evenly, and the first ones take the rest. */
export function shareOf(total: number, owners: readonly number[], mine: number): number {
  const place = owners.toSorted((one, other) => one - other).indexOf(mine);
  if (place < 0) return 0;
  return Math.floor(total / owners.length) + (place < total % owners.length ? 1 : 0);
}
