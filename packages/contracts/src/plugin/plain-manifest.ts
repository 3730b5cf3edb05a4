import type { PluginManifest } from './manifest.ts';

/** A manifest as data: what is said of the configuration is said elsewhere, as JSON Schema. */
export type PlainManifest = Omit<PluginManifest<unknown>, 'config'>;
