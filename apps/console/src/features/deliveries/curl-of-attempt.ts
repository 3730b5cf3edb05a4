import type { ShownAttempt } from './shown-delivery.ts';

type Sent = Pick<ShownAttempt, 'url' | 'request_headers' | 'request_body'>;

/** Set by whoever sends; a second one would make the request a wrong one. */
const ownHeaders = new Set(['content-length', 'host', 'connection', 'transfer-encoding']);

/**
 * The request of an attempt for a terminal. Secrets are masked in it, as they are in the record, and receivers
 * may refuse its signature for its age.
 * @returns undefined where nothing was sent
 */
export function curlOfAttempt({ url, request_headers: headers, request_body: body }: Sent): string | undefined {
  if (url === null) return undefined;
  const lines = Object.entries(headers)
    .filter(([name]) => !ownHeaders.has(name.toLowerCase()))
    .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [`curl -X POST ${quoted(url)}`, ...lines, ...(body === null ? [] : [`--data-raw ${quoted(body)}`])].join(
    ' \\\n  ',
  );
}

/** In single quotes a shell reads everything as it is, but for the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
