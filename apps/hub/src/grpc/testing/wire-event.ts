import type { WireEvent } from '../wire-messages.ts';

/** An event as REST takes it, as a gRPC client would write it. */
export function wireEvent(event: Readonly<Record<string, unknown>>): WireEvent {
  const { payload, metadata, ...texts } = event;
  const present = Object.entries(texts).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(present),
    ...(payload === undefined ? {} : { payload: Buffer.from(JSON.stringify(payload)) }),
    ...(metadata === undefined || metadata === null ? {} : { metadata: Buffer.from(JSON.stringify(metadata)) }),
  };
}
