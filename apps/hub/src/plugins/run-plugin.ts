/**
 * The program of a plugin's process for authors in TypeScript: `node run-plugin.ts <file>`. The file exports one
 * aggregator, one detector or one sink, by default or as its only one. Started by the hub, inside the sandbox.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { AnyAggregator } from '@activity-hub/contracts/plugin/aggregator';
import type { AnyDetector } from '@activity-hub/contracts/plugin/detector';
import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import { servePlugin } from './serve-plugin.ts';
import { serveSink } from './serve-sink.ts';

// What the author prints is for people; standard output belongs to the protocol.
for (const name of ['log', 'info', 'debug'] as const) console[name] = console.error;

// An installed plugin lies anywhere on the disk, and finds here what it may import.
registerHooks({
  resolve: (specifier, context, next) =>
    /^(?:zod|@activity-hub\/contracts)(?:\/|$)/.test(specifier)
      ? next(specifier, { ...context, parentURL: import.meta.url })
      : next(specifier, context),
});

type AnyPlugin = AnyAggregator | AnyDetector | AnySink;

function isPlugin(value: unknown): value is AnyPlugin {
  const has = (name: string): boolean => typeof value === 'object' && value !== null && name in value;
  return has('manifest') && (has('connect') || (has('keyOf') && (has('apply') || has('inspect'))));
}

const file = process.argv[2] ?? '';
const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
const plugins = isPlugin(exported['default']) ? [exported['default']] : Object.values(exported).filter(isPlugin);
const [plugin] = plugins;
if (plugin === undefined)
  throw new Error(`${file} exports no plugin: an object with a manifest, and keyOf with apply or inspect, or connect.`);
if (plugins.length > 1) throw new Error(`${file} exports ${plugins.length} plugins: export one, or one by default.`);
await ('connect' in plugin ? serveSink(plugin) : servePlugin(plugin));
