import type { Me } from '@activity-hub/contracts/access/person';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { hub, serverQueryClient } from '../../trpc/hub-client.ts';
import { isSignedOut } from '../../trpc/problem-of-error.ts';

export type SignedInPerson = Extract<Me, { kind: 'person' }>;

/** Who asks for this page; undefined when the hub does not answer. Nobody: the page leads to sign-in. */
export const personOfRequest = cache(async (): Promise<SignedInPerson | undefined> => {
  try {
    const me = await serverQueryClient().fetchQuery(hub().people.me.queryOptions());
    return me.kind === 'person' ? me : undefined;
  } catch (error) {
    if (!isSignedOut(error)) return undefined;
  }
  const place = (await headers()).get('x-console-address') ?? '/';
  redirect((await needsSetup()) ? '/setup' : `/sign-in?next=${encodeURIComponent(place)}`);
});

async function needsSetup(): Promise<boolean> {
  const state = await serverQueryClient()
    .fetchQuery(hub().people.setupState.queryOptions())
    .catch(() => undefined);
  return state?.needs_setup ?? false;
}
