import { HubError } from '@activity-hub/contracts/errors';
import { isAllowedOrigin } from '../http/allowed-host.ts';
import { sessionCookieOf } from './people/sessions.ts';
import type { SignInSettings } from './people/sign-in-settings.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Sent {
  readonly method: string;
  readonly headers: { readonly cookie?: string | undefined; readonly origin?: string | undefined };
}

/**
 * A browser adds the session to whatever any page of this machine sends (SameSite does not look at ports).
 * So what changes something in the name of a session must come from a page of the console itself.
 * @throws HubError host_not_allowed
 */
export function demandOwnOrigin(
  { method, headers }: Sent,
  settings: Pick<SignInSettings, 'consoleUrls' | 'consoleUrlsKnown'>,
): void {
  if (safeMethods.has(method) || sessionCookieOf(headers.cookie) === undefined) return;
  const { origin } = headers;
  if (origin !== undefined && settings.consoleUrls.includes(origin)) return;
  if (origin !== undefined && !settings.consoleUrlsKnown && isAllowedOrigin(origin)) return;
  throw new HubError(
    'host_not_allowed',
    'Changes in the name of a session come from the console only. Programs send a key instead of the cookie.',
  );
}
