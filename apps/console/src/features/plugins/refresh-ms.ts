/** Figures of plugins are as new as that while their page is open; the hub says them anew every two seconds. */
export const refreshMs = 3_000;
