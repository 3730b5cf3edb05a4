import { redirect } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { HubAway } from '../../../features/session/hub-away.tsx';
import { returnAddress } from '../../../features/session/return-address.ts';
import { SignInPage } from '../../../features/session/sign-in-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';

export const generateMetadata = pageTitle('signIn');

export default async function SignIn({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const { next, email, error } = await searchParams;
  const place = returnAddress(typeof next === 'string' ? next : null);
  const queries = serverQueryClient();
  const [state, me] = await Promise.all([
    queries.fetchQuery(hub().people.setupState.queryOptions()).catch(() => undefined),
    queries.fetchQuery(hub().people.me.queryOptions()).catch(() => undefined),
  ]);
  if (state === undefined) return <HubAway />;
  if (state.needs_setup) redirect('/setup');
  if (me?.kind === 'person') redirect(place);
  return (
    <SignInPage
      ways={state.sign_in}
      next={place}
      email={typeof email === 'string' ? email : ''}
      providerFailed={error !== undefined}
    />
  );
}
