/** How long what was delivered or discarded is kept; afterwards only its count is. */
export const keptDays = 7;
