import { type Arrival, arrivalOf } from '../arrival.ts';
import { emptyDirectory } from '../identity-directory.ts';
import type { IngestRequest } from '../ingest-request.ts';
import { catalogueSchemas } from './catalogue-schemas.ts';

/** A request of a key that may publish everything as any source. */
export function ingestRequestFixture(given: Partial<IngestRequest> = {}): IngestRequest {
  const publisher = { keyId: null, source: null, allows: () => true };
  return { publisher, surface: 'rest', format: 'event', ...given };
}

export function arrivalFixture(
  given: { readonly request?: Partial<IngestRequest> } & Partial<
    Pick<Arrival, 'hubTimeZone' | 'schemas' | 'identity'>
  > = {},
  receivedMs = Date.parse('2026-11-23T10:00:00.000Z'),
): Arrival {
  const { request, ...ports } = given;
  return arrivalOf(ingestRequestFixture(request), receivedMs, {
    hubTimeZone: 'UTC',
    schemas: catalogueSchemas,
    identity: emptyDirectory,
    ...ports,
  });
}
