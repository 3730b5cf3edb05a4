import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { InvitationPage } from '../../../features/session/invitation-page.tsx';
import { TrpcProvider } from '../../../trpc/trpc-provider.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('invitation');
  return { title: t('title') };
}

export default async function Invitation({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const { token } = await searchParams;
  return (
    <TrpcProvider>
      <InvitationPage token={typeof token === 'string' ? token : ''} />
    </TrpcProvider>
  );
}
