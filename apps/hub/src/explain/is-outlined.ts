import type { HeldKey } from '@activity-hub/db/key-history/read-held-key';

/** Whether outlines of events are enough to fold them as the live revision does. */
export function isOutlined({ manifest, plugin_version }: Pick<HeldKey, 'manifest' | 'plugin_version'>): boolean {
  return manifest.reads === 'outline' && manifest.version === plugin_version;
}
