/**
 * The address a request came from. Only proxies that are trusted are believed about it, read from the
 * right: what stands further left was written by whoever asked.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string {
  const chain = [...(forwardedFor ?? '').split(','), socketAddress ?? 'unknown'].map((part) => part.trim());
  const nearestFirst = chain.filter((part) => part !== '' && part.length <= 64).reverse();
  return nearestFirst.find((address) => !trustedProxies.includes(address)) ?? nearestFirst.at(-1) ?? 'unknown';
}
