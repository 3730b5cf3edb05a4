/** What Kafka says about a record that it will never take. Nothing of the request was written. */
const refusals: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
]);

export function isRefusal(error: unknown): boolean {
  return refusals.has(typeOf(error));
}

/** The client wraps what the broker said when it gave up. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { type, cause } = error as Error & { type?: unknown };
  return typeof type === 'string' ? type : typeOf(cause);
}
