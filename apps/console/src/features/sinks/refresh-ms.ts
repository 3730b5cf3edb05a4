/** What is told of sinks is as new as that: one is installed, or mended, while a page of theirs is open. */
export const refreshMs = 5_000;
