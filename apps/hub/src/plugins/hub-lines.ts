import { type HubMessage, PROTOCOL_LIMITS } from '@activity-hub/contracts/plugin/protocol';
import { LineReader } from './line-reader.ts';

/** What the hub says on standard input, until that ends. */
export async function* hubLines(): AsyncGenerator<HubMessage> {
  // Not readline, for which U+2028 inside of a text ends a line too.
  const reader = new LineReader(PROTOCOL_LIMITS.maxLineBytes);
  // The hub is on the other side: what it says was made by the same types.
  for await (const chunk of process.stdin as AsyncIterable<Buffer>)
    for (const line of reader.take(chunk)) yield JSON.parse(line) as HubMessage;
}
