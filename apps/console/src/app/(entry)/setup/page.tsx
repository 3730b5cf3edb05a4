import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { HubAway } from '../../../features/session/hub-away.tsx';
import { SetupPage } from '../../../features/session/setup-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { TrpcProvider } from '../../../trpc/trpc-provider.tsx';

export const generateMetadata = pageTitle('setup');

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
