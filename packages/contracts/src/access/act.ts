import type { Caller } from './caller.ts';

/** Who changes something, and in which request: what every audited change is told beside its input. */
export interface Act {
  readonly actor: Caller;
  readonly request_id: string;
}
