import { type PluginFault, pluginFaultSentence } from '@activity-hub/contracts/plugin/plugin-fault';
import type { BaseLogger } from 'pino';
import type { AvailablePlugin } from './available-plugin.ts';
import type { CatalogueLog } from './catalogue-log.ts';
import type { PluginRegistry } from './plugin-registry.ts';
import { registrationOf } from './registration-of.ts';

/** A plugin that does not run although it should. */
export interface StoppedPlugin {
  readonly id: string;
  readonly fault: PluginFault;
}

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

  async register(available: readonly AvailablePlugin[]): Promise<void> {
    const byId = Map.groupBy(available, ({ manifest }) => manifest.id);
    // Before the catalogue is told, which may not be reachable.
    this.#refused = [...byId].flatMap(([id, versions]) => {
      const fault = versions.at(-1)?.refusal;
      return fault === undefined ? [] : { id, fault };
    });
    for (const [id, versions] of byId) await this.#tell(id, versions);
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
