import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { WorkPage } from '../../../../features/works/work-page.tsx';
import { hub, serverQueryClient } from '../../../../trpc/hub-client.ts';
import { Prefetched } from '../../../../trpc/prefetched.tsx';

interface WorkParams {
  readonly params: Promise<{ readonly workId: string }>;
}

export async function generateMetadata({ params }: WorkParams): Promise<Metadata> {
  const [{ workId }, t] = await Promise.all([params, getTranslations('works')]);
  return { title: t('heading', { id: decodeURIComponent(workId) }) };
}

export default async function Work({ params }: WorkParams): Promise<ReactNode> {
  const { workId } = await params;
  const wanted = decodeURIComponent(workId);
  const queryClient = serverQueryClient();
  return (
    <Prefetched
      queries={[
        queryClient.prefetchQuery(hub().works.get.queryOptions({ work_id: wanted })),
        queryClient.prefetchQuery(hub().events.types.queryOptions()),
      ]}
    >
      <WorkPage workId={wanted} />
    </Prefetched>
  );
}
