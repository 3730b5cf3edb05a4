/** Days of one page of the timeline; shared by server and browser, so that both ask the same question. */
export const timelineDays = 14;
