const localNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a request may name this host. The console is for its own machine;
 * `allowed` (comma-separated names) opens it to others on purpose.
 */
export function isAllowedHost(host: string | null, allowed: string | undefined): boolean {
  if (host === null) return false;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const extra = (allowed ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  return localNames.includes(name) || (name !== '' && extra.includes(name));
}
