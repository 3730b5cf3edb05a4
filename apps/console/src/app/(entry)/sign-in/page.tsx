import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { HubAway } from '../../../features/session/hub-away.tsx';
import { returnAddress } from '../../../features/session/return-address.ts';
import { SignInPage } from '../../../features/session/sign-in-page.tsx';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  return { title: t('title') };
}

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
