const maxLength = 200;

/** How a delivery failed, without what differs from event to event: dead letters are grouped by it. */
export function fingerprintOf(failure: {
  readonly status: number | null;
  readonly error_code: string | null;
  readonly reason: string | null;
}): string {
  const { status, error_code, reason } = failure;
  if (status !== null) return `status ${status}`;
  if (error_code !== null) return error_code;
  const words = (reason ?? 'unknown').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+|"[^"]*"/gi, '…');
  return words.slice(0, maxLength);
}
