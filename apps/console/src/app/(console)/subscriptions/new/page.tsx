import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { RoleGate } from '../../../../features/session/role-gate.tsx';
import { NewSubscriptionPage } from '../../../../features/subscriptions/new-subscription-page.tsx';
import { hub, serverQueryClient } from '../../../../trpc/hub-client.ts';
import { Prefetched } from '../../../../trpc/prefetched.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('subscriptions.form');
  return { title: t('titleNew') };
}

export default async function NewSubscription(): Promise<ReactNode> {
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().events.types.queryOptions())]}>
      <RoleGate>
        <NewSubscriptionPage />
      </RoleGate>
    </Prefetched>
  );
}
