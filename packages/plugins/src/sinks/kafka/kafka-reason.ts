/** What went wrong, and at which broker: a cluster sends the hub on to others than it was configured with. */
export function kafkaReason(error: unknown, configured: readonly string[]): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  const broker = brokerOf(error);
  if (broker === undefined) return message;
  return `${broker}${configured.includes(broker) ? '' : ', which the cluster names'}: ${message}`;
}

/** The client wraps what happened at a broker when it gave up. */
function brokerOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { broker, cause } = error as Error & { broker?: unknown };
  return typeof broker === 'string' ? broker : brokerOf(cause);
}
