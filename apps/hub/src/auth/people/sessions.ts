import { createHash } from 'node:crypto';
import type { PersonCaller } from '@activity-hub/contracts/access/caller';
import { HubError } from '@activity-hub/contracts/errors';
import { LRUCache } from 'lru-cache';
import type { SignIn } from './sign-in.ts';

/** How long an answer is believed: somebody who was disabled is out within this time. */
const believedMs = 5_000;
const maxSessions = 2_000;
const maxCookieLength = 4_096;
const sessionCookie = /(?:^|;\s*)((?:__Secure-)?activity-hub\.session_token=[^;]+)/;

export interface Sessions {
  /** @throws HubError store_unavailable: who cannot be looked up is not let in */
  readonly sessionOf: (cookieHeader: string | undefined) => Promise<PersonCaller | undefined>;
  /** Believe nothing that was looked up before: rights have changed. */
  readonly forget: () => void;
}

/** The cookie by which a person is known, without those of other purposes. */
export function sessionCookieOf(cookieHeader: string | undefined): string | undefined {
  if (cookieHeader === undefined || cookieHeader.length > maxCookieLength * 4) return undefined;
  const cookie = sessionCookie.exec(cookieHeader)?.[1];
  return cookie === undefined || cookie.length > maxCookieLength ? undefined : cookie;
}

/** People by their session cookie. A page asks about ten things at once: they share one look-up. */
export function createSessions(signIn: Pick<SignIn, 'personOf'>): Sessions {
  const known = new LRUCache<string, Promise<PersonCaller | undefined>>({ max: maxSessions, ttl: believedMs });
  const lookUp = async (cookie: string): Promise<PersonCaller | undefined> => {
    try {
      return await signIn.personOf(cookie);
    } catch (cause) {
      throw new HubError('store_unavailable', 'Sessions cannot be looked up. Try again in a moment.', { cause });
    }
  };
  return {
    async sessionOf(cookieHeader) {
      const cookie = sessionCookieOf(cookieHeader);
      if (cookie === undefined) return undefined;
      // The cookie opens the account, so it is not kept in memory either.
      const key = createHash('sha256').update(cookie).digest('base64url');
      const earlier = known.get(key);
      if (earlier !== undefined) return earlier;
      const person = lookUp(cookie);
      known.set(key, person);
      person.catch(() => known.delete(key));
      return person;
    },
    forget: () => known.clear(),
  };
}
