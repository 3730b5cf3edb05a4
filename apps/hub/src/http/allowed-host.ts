const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The host name of a Host header, without the port. */
function hostNameOf(host: string): string {
  const withoutPort = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : host.split(':', 1)[0];
  return (withoutPort ?? '').toLowerCase();
}

/**
 * Until people sign in, being on this machine is the only credential. A page of another site could
 * borrow it: by a name of its own that resolves to 127.0.0.1 (DNS rebinding, seen in Host), or by
 * writing across origins (seen in Origin). Any port is fine: loopback is what counts, and tunnels
 * change the port.
 */
export function isAllowedHost(host: string | undefined): boolean {
  return host !== undefined && loopbackNames.has(hostNameOf(host));
}

export function isAllowedOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match?.[1] !== undefined && loopbackNames.has(hostNameOf(match[1]));
}
