import { sinks } from '@activity-hub/plugins/catalog';
import { InstalledSinks } from '../../plugins/installed-sinks.ts';

/** What is installed there; nothing is nowhere. */
export function sinksIn(directory: string): InstalledSinks {
  const reserved = new Set(sinks.map(({ manifest }) => manifest.id));
  return new InstalledSinks({ directory, trusted: [], reserved, hubVersion: '0.1.0', log: () => undefined });
}
