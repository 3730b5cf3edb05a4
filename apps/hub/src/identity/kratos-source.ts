import { isTimeZone } from '@activity-hub/contracts/calendar';
import type { Json } from '@activity-hub/contracts/event';
import type { IdentitySource } from './create-directory.ts';
import type { KratosSettings } from './identity-settings.ts';
import type { KnownIdentity } from './known-identity.ts';

/** Requests to Kratos at one time. */
const concurrency = 16;
const maxContextText = 256;

/** Identities of ORY Kratos: the id of a participant is the id of the identity. */
export function createKratosSource(settings: KratosSettings): IdentitySource {
  return {
    async lookUp(userIds, tell, signal) {
      const queue = userIds.values();
      const work = async (): Promise<void> => {
        for (const userId of queue) {
          if (signal.aborted) return;
          tell(userId, await fetchIdentity(settings, userId, signal));
        }
      };
      await Promise.all(Array.from({ length: Math.min(concurrency, userIds.length) }, work));
    },
  };
}

async function fetchIdentity(
  settings: KratosSettings,
  userId: string,
  signal: AbortSignal,
): Promise<KnownIdentity | undefined> {
  const answer = await fetch(`${settings.adminUrl}/admin/identities/${userId}`, {
    headers: {
      accept: 'application/json',
      ...(settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` }),
    },
    redirect: 'error',
    signal,
  });
  if (answer.status === 404) {
    await answer.body?.cancel();
    return undefined;
  }
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`Kratos answered ${answer.status}.`);
  }
  const identity: unknown = await answer.json();
  return identityOf(
    settings,
    typeof identity === 'object' && identity !== null ? Reflect.get(identity, 'traits') : undefined,
  );
}

function identityOf({ zoneTrait, contextTraits }: KratosSettings, traits: unknown): KnownIdentity {
  const zone = traitAt(traits, zoneTrait);
  const entries = contextTraits.flatMap((name): [string, Json][] => {
    const value = traitAt(traits, name);
    const isSmall =
      typeof value === 'string'
        ? value.length <= maxContextText
        : typeof value === 'boolean' || typeof value === 'number';
    return isSmall ? [[name, value as Json]] : [];
  });
  return {
    zone: typeof zone === 'string' && isTimeZone(zone) ? zone : undefined,
    context: entries.length === 0 ? undefined : Object.fromEntries(entries),
  };
}

/** A trait at a dotted path. */
function traitAt(traits: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, part) =>
        typeof found === 'object' && found !== null && Object.hasOwn(found, part)
          ? Reflect.get(found, part)
          : undefined,
      traits,
    );
}
