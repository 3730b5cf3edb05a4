/** Asks for the next item while somebody works on the one before. */
export async function* ahead<Item>(items: AsyncGenerator<Item, void>): AsyncGenerator<Item, void> {
  let next = items.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = items.next();
      // It is looked at in the next turn, if there is one.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await items.return();
  }
}
