/** States and counts of subscriptions are as new as that while a page of theirs is open. */
export const refreshMs = 3_000;
