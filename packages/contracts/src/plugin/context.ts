/** The part of the platform's fetch that a sink needs. */
export type SinkFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** What the host lends to a sink. Nothing else of the hub is in reach. */
export interface SinkContext {
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;
  /** Aborted when the sink must stop; every wait has to honour it. */
  readonly signal: AbortSignal;
  /** The way to a target over HTTP. It refuses addresses that a sink must not reach: a sink uses no other. */
  readonly fetch: SinkFetch;
  /** An existing folder for what the sink writes to the disk of the hub; it writes nowhere else. */
  readonly dataFolder: string;
}
