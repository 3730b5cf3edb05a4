import { gzipSync } from 'node:zlib';
import type { ObjectFormat } from './deliver-objects.ts';

/** One event per line, as the hub holds it or as `lineOf` makes it. */
export function gzippedNdjson(lineOf: (event: Parameters<ObjectFormat['encode']>[0][number]) => unknown): ObjectFormat {
  return {
    extension: '.ndjson.gz',
    contentType: 'application/x-ndjson',
    contentEncoding: 'gzip',
    encode: (events) => gzipSync(events.map((event) => `${JSON.stringify(lineOf(event))}\n`).join('')),
  };
}
