/** The server asks for the same page that the card shows first. */
export const worksPerPage = 6;
