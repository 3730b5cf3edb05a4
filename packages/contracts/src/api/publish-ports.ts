import type { BatchAnswer, Verdict } from '../receipt.ts';

/**
 * What publishing over tRPC needs of a hub. Nothing is promised of what is given: it is judged as the body
 * of a request over REST is, and on the text of the request where the hub has it.
 */
export interface PublishPorts {
  event(event: unknown): Promise<Verdict>;
  /** @throws HubError when the batch as a whole cannot be read */
  batch(events: unknown): Promise<BatchAnswer>;
}
