import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { SchemaPage } from '../../../../features/schemas/schema-page.tsx';
import { hub, serverQueryClient } from '../../../../trpc/hub-client.ts';
import { Prefetched } from '../../../../trpc/prefetched.tsx';

interface SchemaParams {
  readonly params: Promise<{ readonly eventType: string }>;
}

export async function generateMetadata({ params }: SchemaParams): Promise<Metadata> {
  const { eventType } = await params;
  return { title: decodeURIComponent(eventType) };
}

export default async function Schema({ params }: SchemaParams): Promise<ReactNode> {
  const { eventType } = await params;
  const wanted = decodeURIComponent(eventType);
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().schemas.get.queryOptions({ event_type: wanted }))]}>
      <SchemaPage eventType={wanted} />
    </Prefetched>
  );
}
