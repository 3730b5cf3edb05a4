import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { PluginPage } from '../../../../features/plugins/plugin-page.tsx';
import { hub, serverQueryClient } from '../../../../trpc/hub-client.ts';
import { Prefetched } from '../../../../trpc/prefetched.tsx';

interface PluginParams {
  readonly params: Promise<{ readonly pluginId: string }>;
}

export async function generateMetadata({ params }: PluginParams): Promise<Metadata> {
  const { pluginId } = await params;
  return { title: decodeURIComponent(pluginId) };
}

export default async function Plugin({ params }: PluginParams): Promise<ReactNode> {
  const { pluginId } = await params;
  const wanted = decodeURIComponent(pluginId);
  const queryClient = serverQueryClient();
  return (
    <Prefetched queries={[queryClient.prefetchQuery(hub().plugins.get.queryOptions({ plugin_id: wanted }))]}>
      <PluginPage pluginId={wanted} />
    </Prefetched>
  );
}
