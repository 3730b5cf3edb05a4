/** Class 08 connection, 53 resources, 57 operator intervention: the store, not the question. */
const unavailable = /^(08|53|57)/;
/** Failures of the driver before or after a statement reached the server. */
const unreachable = /^(CONNECT|CONNECTION_|ECONN|EPIPE|ENOTFOUND|ENOENT|EHOSTUNREACH|ETIMEDOUT)/;
/** query_canceled: by the statement timeout of the pool. It is of class 57, and the question's own doing. */
const CANCELED = '57014';

/** Whether PostgreSQL cannot be asked at all, so that another question would fail in the same way. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const code = String(error.code);
  return code !== CANCELED && (unavailable.test(code) || unreachable.test(code));
}
