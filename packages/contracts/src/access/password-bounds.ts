/** Characters of a password. Apart from the schemas: a browser needs the figures, not the validator. */
export const passwordBounds = { min: 12, max: 128 } as const;
