import { canonicalTopicPattern } from '../topic.ts';
import { namedWindowKinds, type PluginKind, type PluginManifest, type WindowKind } from './manifest.ts';
import { areUsable, spanLengthsOf } from './window-length.ts';

const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const versionPattern = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** What is wrong with a manifest, as sentences an author can act on; empty when nothing is. */
export function manifestFaults(manifest: PluginManifest<unknown>, kind: PluginKind): string[] {
  const faults: string[] = [];
  const demand = (holds: boolean, sentence: string): void => {
    if (!holds) faults.push(sentence);
  };
  demand(idPattern.test(manifest.id), `id "${manifest.id}" must be kebab-case`);
  demand(versionPattern.test(manifest.version), `version "${manifest.version}" must be a semantic version`);
  demand(manifest.kind === kind, `kind must be "${kind}", not "${manifest.kind}"`);
  demand(manifest.hub.trim() !== '', 'hub must name the range of hub versions it was written for');
  for (const [name, wording] of [['title', manifest.title] as const, ['description', manifest.description] as const]) {
    demand(wording.en.trim() !== '' && wording.ru.trim() !== '', `${name} must have a text in en and ru`);
  }
  demand(manifest.config.safeParse({}).success, 'config must accept {}: every setting needs a default');
  demand(manifest.topics.length > 0, 'topics must name at least one pattern');
  for (const topic of manifest.topics) {
    demand(
      canonicalTopicPattern(topic) === topic,
      `topic "${topic}" is not a canonical pattern, such as activity.learning.*`,
    );
  }
  for (const type of manifest.emits) {
    demand(
      canonicalTopicPattern(type) === type && !type.includes('*'),
      `emits "${type}" is not a canonical event type`,
    );
  }
  demand(kind !== 'aggregator' || manifest.windows.length > 0, 'windows must name at least one kind');
  for (const window of manifest.windows) demand(isWindowKind(window), `window "${window}" is none of ${windowKinds}`);
  return faults;
}

const windowKinds = `${namedWindowKinds.join(', ')}, tumbling:15m or sliding:7d/1d`;

function isWindowKind(kind: WindowKind): boolean {
  if ((namedWindowKinds as readonly string[]).includes(kind)) return true;
  const lengths = spanLengthsOf(kind);
  return lengths !== undefined && areUsable(lengths);
}
