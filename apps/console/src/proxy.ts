import { type NextRequest, NextResponse } from 'next/server';
import { isAllowedHost } from './allowed-host.ts';

/**
 * Runs before every page. It refuses foreign host names (a page of another site could otherwise read
 * the console of this machine through DNS rebinding) and gives each page a policy with its own nonce,
 * so that no script runs that the console did not send.
 */
export function proxy(request: NextRequest): NextResponse {
  if (!isAllowedHost(request.headers.get('host'), process.env.CONSOLE_ALLOWED_HOSTS)) {
    return new NextResponse('This host name is not allowed. Add it to CONSOLE_ALLOWED_HOSTS.', { status: 403 });
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Layouts are not told where they are; the one of the console needs it for the way back from sign-in.
  headers.set('x-console-address', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

/** Styles stay `unsafe-inline`: charts and the virtual table position through style attributes. */
function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const config = {
  matcher: ['/((?!_next/static|_next/image|icon.svg).*)'],
};
