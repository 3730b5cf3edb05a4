/** Where to go after sign-in: only places of the console, never another site that a link smuggled in. */
export function returnAddress(wanted: string | null | undefined): string {
  if (wanted === null || wanted === undefined) return '/';
  const place = 'http://console.invalid';
  try {
    const url = new URL(wanted, place);
    const inside = wanted.startsWith('/') && url.origin === place;
    return inside ? `${url.pathname}${url.search}${url.hash}` : '/';
  } catch {
    return '/';
  }
}
