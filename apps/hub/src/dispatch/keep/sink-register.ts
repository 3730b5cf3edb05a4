import { isDeepStrictEqual } from 'node:util';
import type { AnySink } from '@activity-hub/contracts/plugin/sink';
import type { Sql } from '@activity-hub/db/postgres/client';
import { registerSinks } from '@activity-hub/db/subscriptions/register-sinks';
import type { InstalledSinks } from '../../plugins/installed-sinks.ts';
import { sinkRow } from '../sink-row.ts';

export interface SinkRegisterOptions {
  readonly sql: Sql;
  /** The shipped ones. */
  readonly sinks: readonly AnySink[];
  readonly installed: InstalledSinks;
}

/** Tells those who choose a sink which ones there are, as often as that changes. */
export class SinkRegister {
  readonly #options: SinkRegisterOptions;
  #told: unknown;

  constructor(options: SinkRegisterOptions) {
    this.#options = options;
  }

  async look(): Promise<void> {
    const { sql, sinks, installed } = this.#options;
    await installed.look();
    const { registrations, awaited } = installed;
    if (isDeepStrictEqual(this.#told, { registrations, awaited })) return;
    await registerSinks(sql, [...sinks.map(sinkRow), ...registrations], awaited);
    this.#told = { registrations, awaited };
  }
}
