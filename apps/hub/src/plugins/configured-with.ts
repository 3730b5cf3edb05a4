import { plainWords } from '@activity-hub/contracts/plain-words';
import type { PluginManifest } from '@activity-hub/contracts/plugin/manifest';

export interface Configured {
  /** As the plugin's functions get it. */
  readonly config: unknown;
  readonly fault: { readonly pointer: string; readonly reason: string } | null;
}

/** A configuration with its defaults, or why the plugin cannot run with it. */
export function configuredWith(
  { manifest }: { readonly manifest: Pick<PluginManifest<unknown>, 'config'> },
  config: unknown,
): Configured {
  const parsed = manifest.config.safeParse(config, { error: plainWords });
  if (parsed.success) return { config: parsed.data, fault: null };
  const [issue] = parsed.error.issues;
  const pointer = (issue?.path ?? []).map((part) => `/${String(part)}`).join('');
  return { config: undefined, fault: { pointer, reason: issue?.message ?? 'does not fit' } };
}
