/** The ways an event can come in. */
export const surfaces = [
  'rest',
  'ndjson',
  'trpc',
  'grpc',
  'websocket',
  'cloudevents',
  'xapi',
  'segment',
  'ory',
  'console',
] as const;
export type Surface = (typeof surfaces)[number];

/** How the bytes of an event are to be read: kept with a refused event, so that it can be read again. */
export const eventFormats = ['event', 'cloudevents', 'xapi', 'segment', 'ory'] as const;
export type EventFormat = (typeof eventFormats)[number];
