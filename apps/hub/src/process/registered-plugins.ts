import { type PluginFault, pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import type { DesiredPlugin } from '@activity-hub/db/plugins/list-desired-plugins';
import type { BaseLogger } from 'pino';
import type { AvailablePlugin } from './available-plugin.ts';
import type { CatalogueLog } from './catalogue-log.ts';
import type { PluginRegistry } from './plugin-registry.ts';
import { registrationOf } from './registration-of.ts';
import { isThere } from './role-word.ts';

/** A plugin that does not run although it should. */
export interface StoppedPlugin {
  readonly id: string;
  readonly fault: PluginFault;
}

/** A plugin as it stands in the catalogue. */
type Known = Pick<DesiredPlugin, 'plugin_id' | 'live_revision'>;

/** Tells the catalogue which plugins can be run, and why others cannot; once for each change. */
export class RegisteredPlugins {
  readonly #registry: Pick<PluginRegistry, 'register' | 'forget'>;
  readonly #log: Pick<CatalogueLog, 'say'>;
  readonly #logger: BaseLogger;
  /** What the catalogue was told of the versions of each plugin. */
  readonly #told = new Map<string, string>();
  readonly #noted = new Set<string>();
  readonly #forgotten = new Set<string>();
  #refused: readonly StoppedPlugin[] = [];
  #there: ReadonlySet<string> = new Set();

  constructor(
    registry: Pick<PluginRegistry, 'register' | 'forget'>,
    log: Pick<CatalogueLog, 'say'>,
    logger: BaseLogger,
  ) {
    this.#registry = registry;
    this.#log = log;
    this.#logger = logger;
  }

  get refused(): readonly StoppedPlugin[] {
    return this.#refused.filter(({ id }) => !this.#forgotten.has(id));
  }

  /** Before the catalogue is told, which may not be reachable. */
  look(available: readonly AvailablePlugin[]): void {
    this.#refused = [...byId(available)].flatMap(([id, versions]) => {
      const fault = versions.at(-1)?.refusal;
      return fault === undefined ? [] : { id, fault };
    });
    this.#there = new Set(available.filter(isThere).map(({ manifest }) => manifest.id));
  }

  async register(available: readonly AvailablePlugin[]): Promise<void> {
    for (const [id, versions] of byId(available)) await this.#tell(id, versions);
  }

  /** What never ran and has no folder leaves the catalogue, also where it was taken away while no hub ran. */
  async forget(known: readonly Known[], awaited: readonly string[]): Promise<void> {
    for (const { plugin_id: id, live_revision } of known) {
      if (live_revision !== null || this.#there.has(id) || awaited.includes(id)) continue;
      if (await this.#registry.forget(id)) this.#forgotten.add(id);
    }
    // Another hub may have been first.
    const ids = new Set(known.map(({ plugin_id }) => plugin_id));
    for (const { id } of this.#refused) if (!this.#there.has(id) && !ids.has(id)) this.#forgotten.add(id);
  }

  async #tell(id: string, versions: readonly AvailablePlugin[]): Promise<void> {
    const seen = JSON.stringify(
      versions.map(({ manifest, fingerprint, refusal, notes }) => [manifest.version, fingerprint, refusal, notes]),
    );
    if (this.#told.get(id) === seen) return;
    const newest = versions.at(-1);
    this.#forgotten.delete(id);
    if (newest?.refusal?.code === 'gone' && (await this.#registry.forget(id))) {
      this.#forgotten.add(id);
      this.#told.set(id, seen);
      return;
    }
    // All of them, as the last one stands for the plugin. Of an earlier one that cannot run nobody needs to hear.
    for (const plugin of versions)
      if (plugin === newest || plugin.refusal === undefined) await this.#registry.register(registrationOf(plugin));
    this.#told.set(id, seen);
    for (const note of newest?.notes ?? []) await this.#note(id, note);
    if (newest?.refusal === undefined) return;
    this.#logger.error({ plugin: id }, `Plugin ${id} does not run: ${pluginFaultSentence(newest.refusal)}`);
    if (newest.said) await this.#log.say({ plugin_id: id, revision: null, level: 'error', message: newest.said });
  }

  async #note(id: string, message: PluginFault): Promise<void> {
    const sentence = pluginFaultSentence(message);
    if (this.#noted.has(`${id} ${sentence}`)) return;
    this.#noted.add(`${id} ${sentence}`);
    this.#logger.warn({ plugin: id }, `Plugin ${id}: ${sentence}`);
    await this.#log.say({ plugin_id: id, revision: null, level: 'warn', message });
  }
}

function byId(available: readonly AvailablePlugin[]): ReadonlyMap<string, readonly AvailablePlugin[]> {
  return Map.groupBy(available, ({ manifest }) => manifest.id);
}
