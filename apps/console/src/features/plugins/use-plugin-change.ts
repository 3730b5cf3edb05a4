import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useHub } from '../../trpc/trpc-provider.tsx';
import type { ShownPlugin } from './shown-plugin.ts';

/** What follows a change of a plugin: the page shows the plugin as the hub answered it, and says what was done. */
export function usePluginChange(): (plugin: ShownPlugin, done: string) => Promise<void> {
  const hub = useHub();
  const queryClient = useQueryClient();
  return async (plugin, done) => {
    toast.success(done);
    queryClient.setQueryData(hub.plugins.get.queryKey({ plugin_id: plugin.plugin_id }), plugin);
    await queryClient.invalidateQueries({ queryKey: hub.plugins.list.queryKey() });
    // Asked again where one is shown anew: one that is on the page may be of a revision that is no shadow any more.
    await queryClient.invalidateQueries({ queryKey: hub.plugins.difference.pathKey(), refetchType: 'none' });
  };
}
