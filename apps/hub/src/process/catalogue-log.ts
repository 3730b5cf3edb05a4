import type { PluginLogLine } from '@activity-hub/db/plugins/append-plugin-log';
import type { BaseLogger } from 'pino';
import type { PluginRegistry } from './plugin-registry.ts';

/** The logs of plugins in the catalogue, written one line after the other: a traceback out of order tells nothing. */
export class CatalogueLog {
  readonly #registry: Pick<PluginRegistry, 'log'>;
  readonly #logger: BaseLogger;
  #written: Promise<void> = Promise.resolve();

  constructor(registry: Pick<PluginRegistry, 'log'>, logger: BaseLogger) {
    this.#registry = registry;
    this.#logger = logger;
  }

  /** Resolves when it is written, or cannot be. */
  say(line: PluginLogLine): Promise<void> {
    this.#written = this.#written.then(async () => {
      try {
        await this.#registry.log(line);
      } catch (error) {
        const { plugin_id: plugin, message } = line;
        this.#logger.warn({ err: error, plugin, message }, 'A line of a plugin could not be kept.');
      }
    });
    return this.#written;
  }

  /** Resolves when all that was said is written. */
  idle(): Promise<void> {
    return this.#written;
  }
}
