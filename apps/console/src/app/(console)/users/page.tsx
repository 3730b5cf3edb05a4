import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { userListInput } from '../../../features/users/user-list-input.ts';
import { UsersPage } from '../../../features/users/users-page.tsx';
import { pageTitle } from '../../../i18n/page-title.ts';
import { hub, serverQueryClient } from '../../../trpc/hub-client.ts';
import { Prefetched } from '../../../trpc/prefetched.tsx';

export const generateMetadata = pageTitle('users');

export default async function Users({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const { q } = await searchParams;
  const queryClient = serverQueryClient();
  return (
    <Prefetched
      queries={[
        queryClient.prefetchQuery(hub().users.list.queryOptions(userListInput(typeof q === 'string' ? q : null))),
      ]}
    >
      <UsersPage />
    </Prefetched>
  );
}
