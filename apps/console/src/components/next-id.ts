/** An id for one more of a list that its others do not have. */
export function nextId(items: readonly { readonly id: number }[]): number {
  return Math.max(-1, ...items.map(({ id }) => id)) + 1;
}
