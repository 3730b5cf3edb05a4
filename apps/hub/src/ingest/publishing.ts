import type { Verdict } from '@activity-hub/contracts/receipt';
import type { Credentials } from '../auth/credentials.ts';
import type { SentEvent } from './decode-body.ts';
import type { Ingest } from './ingest-events.ts';
import type { IngestRequest, Publisher } from './ingest-request.ts';
import { waitForRoom } from './wait-for-room.ts';

/** What a surface outside of Fastify needs to let somebody publish. */
export interface Publishing {
  readonly ingest: Ingest;
  /** @throws HubError unauthenticated, key_expired, key_revoked, forbidden */
  admit(credentials: Credentials): Promise<Publisher>;
  /** @throws HubError rate_limited, quota_exceeded */
  charge(publisher: Publisher, events: number): Promise<void> | void;
}

/** A credential is looked at again after so long: a key that was revoked stops publishing on open connections too. */
const admittedForMs = 30_000;

/** The publisher of a connection that lasts. */
export function createStandingPublisher(publishing: Publishing, credentials: Credentials) {
  let publisher: Publisher | undefined;
  let admittedAt = 0;
  return async (): Promise<Publisher> => {
    if (publisher === undefined || performance.now() - admittedAt > admittedForMs) {
      publisher = await publishing.admit(credentials);
      admittedAt = performance.now();
    }
    return publisher;
  };
}

/** Some frames of one stream that are published together. */
export interface Portion {
  readonly events: readonly SentEvent[];
  /** How many of them each frame has. */
  readonly sizes: readonly number[];
}

/** By frame and not by portion: how many frames gather is chance, and a key may have a small burst. */
async function chargePortion(
  publishing: Publishing,
  publisher: Publisher,
  sizes: readonly number[],
  signal: AbortSignal,
) {
  for (const size of sizes) await waitForRoom(async () => publishing.charge(publisher, size), signal);
}

/** One portion of a stream, after the room for it. */
export async function publishPortion(
  publishing: Publishing,
  { events, sizes }: Portion,
  request: IngestRequest,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  await chargePortion(publishing, request.publisher, sizes, signal);
  return waitForRoom(() => publishing.ingest.take(events, request), signal);
}
