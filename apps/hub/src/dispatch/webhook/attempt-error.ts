import type { AttemptErrorCode } from '@activity-hub/contracts/dispatch/failure-code';
import type { AttemptError } from './attempt-record.ts';
import { ForbiddenAddress } from './forbidden-address.ts';

/** The first pattern that fits the code of an error names its kind. */
const kinds: readonly [RegExp, AttemptErrorCode, string][] = [
  [/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL|EBADNAME)/, 'dns', 'The name of the host cannot be resolved'],
  [/^ECONNREFUSED$/, 'refused', 'Nothing listens at the address'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EINVAL)$/, 'unreachable', 'The address cannot be reached'],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, 'timeout', 'The connection was not made in time'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/, 'reset', 'The receiver closed the connection without an answer'],
  [/^UND_ERR_HEADERS_OVERFLOW$/, 'protocol', 'The headers of the answer are longer than 16 KiB'],
  [/^(HPE_|UND_ERR_RES_)/, 'protocol', 'The answer is not HTTP/1.1'],
  [/^UND_ERR_(DESTROYED|CLOSED)$/, 'stopped', 'The hub is shutting down; nothing was sent'],
  [
    /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED|HOSTNAME_MISMATCH|ERR_CRYPTO_)/,
    'tls',
    'The TLS connection cannot be made',
  ],
];

/** What an error of resolving, connecting or talking means, in words. */
export function attemptErrorOf(error: unknown): AttemptError {
  if (error instanceof ForbiddenAddress) return { code: 'forbidden_address', sentence: error.message };
  const code = codeOf(error);
  const kind = kinds.find(([pattern]) => pattern.test(code));
  if (kind === undefined) return { code: 'failed', sentence: `The attempt failed${code === '' ? '' : ` (${code})`}.` };
  return { code: kind[1], sentence: `${kind[2]} (${code}).` };
}

/** The address a failed connection was tried at. */
export function addressOf(error: unknown): string | undefined {
  const address: unknown =
    firstOf(error) instanceof Error ? Reflect.get(firstOf(error) as Error, 'address') : undefined;
  return typeof address === 'string' ? address : undefined;
}

function codeOf(error: unknown): string {
  const first = firstOf(error);
  if (!(first instanceof Error)) return '';
  const code: unknown = Reflect.get(first, 'code');
  // These two come without a code of their own.
  if (first.name === 'HTTPParserError' && typeof code !== 'string') return 'HPE_INVALID';
  if (code === 'UND_ERR_SOCKET' && first.message === 'bad upgrade') return 'HPE_UPGRADE';
  return typeof code === 'string' ? code : '';
}

/** A host of several addresses fails with one error for each. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}
