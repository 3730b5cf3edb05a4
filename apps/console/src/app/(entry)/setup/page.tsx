import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { HubAway } from '../../../features/session/hub-away.tsx';
import { SetupPage } from '../../../features/session/setup-page.tsx';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { TrpcProvider } from '../../../trpc/trpc-provider.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('setup');
  return { title: t('title') };
}

/** The first admin is made once; afterwards this page is the sign-in. */
export default async function Setup(): Promise<ReactNode> {
  const state = await serverQueryClient()
    .fetchQuery(hub().people.setupState.queryOptions())
    .catch(() => undefined);
  if (state === undefined) return <HubAway />;
  if (!state.needs_setup) redirect('/sign-in');
  return (
    <TrpcProvider>
      <SetupPage />
    </TrpcProvider>
  );
}
