/** How a caller may say who it is; see `sentKey` and the sign-in routes. */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key: ahk_, its id, _ and its secret.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'The same key.' },
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'The key as the user name without a password (Segment), or as the password (xAPI).',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'activity-hub.session_token',
    description: 'A person who signed in to the console.',
  },
} as const;

/** One of them is enough. */
export const anyCredential = Object.keys(securitySchemes).map((name) => ({ [name]: [] }));
/** For what anybody may ask. */
export const noCredential: readonly never[] = [];
