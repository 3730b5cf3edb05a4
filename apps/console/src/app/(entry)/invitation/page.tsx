import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { InvitationPage } from '../../../features/session/invitation-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { TrpcProvider } from '../../../trpc/trpc-provider.tsx';

export const generateMetadata = pageTitle('invitation');

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
