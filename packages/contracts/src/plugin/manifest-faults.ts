import { canonicalTopicPattern } from '../topic.ts';
import { namedWindowKinds, type PluginKind, type PluginManifest, type WindowKind } from './manifest.ts';
import type { PluginFault, PluginFaultCode, PluginFaultValues } from './plugin-fault.ts';
import { pluginIdPattern } from './plugin-id.ts';
import { areUsable, spanLengthsOf } from './window-length.ts';

const versionPattern = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const windowKinds = `${namedWindowKinds.join(', ')}, tumbling:15m, sliding:7d/1d`;

/** What is wrong with a manifest, so that its author can act on it; empty when nothing is. */
export function manifestFaults(manifest: PluginManifest<unknown>, kind: PluginKind): PluginFault[] {
  const faults: PluginFault[] = [];
  const demand = (holds: boolean, code: PluginFaultCode, setting: string, values: PluginFaultValues = {}): void => {
    if (!holds) faults.push({ code, values: { setting, ...values } });
  };
  demand(pluginIdPattern.test(manifest.id), 'setting_kebab_case', 'id', { text: manifest.id });
  demand(versionPattern.test(manifest.version), 'setting_version', 'version', { text: manifest.version });
  demand(manifest.kind === kind, 'setting_kind', 'kind', { kind, text: manifest.kind });
  demand(manifest.hub.trim() !== '', 'setting_hub', 'hub');
  for (const name of ['title', 'description'] as const) {
    const { en, ru } = manifest[name];
    demand(en.trim() !== '' && ru.trim() !== '', 'setting_wording', name);
  }
  demand(manifest.config.safeParse({}).success, 'setting_without_default', 'config', { text: '{}' });
  demand(manifest.topics.length > 0, 'setting_empty', 'topics');
  for (const [at, text] of manifest.topics.entries())
    demand(canonicalTopicPattern(text) === text, 'setting_topic_pattern', `topics.${at}`, { text });
  for (const [at, text] of manifest.emits.entries())
    demand(isCanonicalType(text), 'setting_event_type', `emits.${at}`, { text });
  demand(kind !== 'aggregator' || manifest.windows.length > 0, 'setting_empty', 'windows');
  for (const [at, text] of manifest.windows.entries())
    demand(isWindowKind(text), 'setting_window', `windows.${at}`, { text, choices: windowKinds });
  return faults;
}

function isCanonicalType(text: string): boolean {
  return canonicalTopicPattern(text) === text && !text.includes('*');
}

function isWindowKind(kind: WindowKind): boolean {
  if ((namedWindowKinds as readonly string[]).includes(kind)) return true;
  const lengths = spanLengthsOf(kind);
  return lengths !== undefined && areUsable(lengths);
}
