import type { PluginFault } from '@activity-hub/contracts/plugin/plugin-fault';
import { pluginFile } from './plugin-descriptor.ts';

/** Why a plugin cannot even be shown under its name. */
export function reasonNotToList(id: string, reserved: ReadonlySet<string>): PluginFault | undefined {
  if (reserved.has(id)) return { code: 'shipped_id', values: { plugin: id } };
  if (!pluginFile.shape.id.safeParse(id).success) return { code: 'folder_no_id', values: { folder: id } };
  return undefined;
}
