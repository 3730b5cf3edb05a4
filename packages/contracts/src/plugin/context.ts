/** What the host lends to a sink. Nothing else of the hub is in reach. */
export interface SinkContext {
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;
  /** Aborted when the sink must stop; every wait has to honour it. */
  readonly signal: AbortSignal;
}
