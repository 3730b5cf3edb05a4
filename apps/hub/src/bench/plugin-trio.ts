import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '@activity-hub/db/postgres/client';
import { countingInPython, countingInTypeScript } from '../plugins/testing/counting-plugins.ts';

/** Forty kilobytes an event: at a few hundred a second it reaches its limit again and again, not once at the start. */
const leak = '\n                globals().setdefault("kept", []).append(bytearray(b"x" * 40_000))';

/** They derive nothing: what is derived is ordinary work of the hub, which a plugin that behaves asks for as well. */
const never = 1_000_000_000;

type Sources = Readonly<Record<string, { readonly main: string; readonly source: string }>>;

/** Three ways to misbehave, each at every event. */
export const misbehaving: Sources = {
  looping: { main: 'main.py', source: countingInPython('\n                while True: pass', never) },
  leaking: { main: 'main.py', source: countingInPython(leak, never) },
  throwing: { main: 'main.ts', source: countingInTypeScript('throw new Error(event.event_type)', never) },
};

/** The same three without their faults: what plugins cost that do their work. */
export const behaving: Sources = {
  'counting-one': { main: 'main.py', source: countingInPython('pass', never) },
  'counting-two': { main: 'main.py', source: countingInPython('pass', never) },
  'counting-three': { main: 'main.ts', source: countingInTypeScript('', never) },
};

/** How the three ended. */
export interface HarmDone {
  /** Those that ended, failed or never got anywhere: a measurement beside fewer than three says less than it should. */
  readonly harmful: number;
  /** Processes that ended, or had to be ended. */
  readonly ends: number;
  readonly quarantined: number;
}

/**
 * Three in the folder of installed plugins, where a running processing finds them and misses them again. Each set
 * has names of its own, because a quarantine outlives the files.
 */
export class PluginTrio {
  readonly #directory: string;
  readonly #sources: Sources;
  readonly #set: string;
  readonly #ids: readonly string[];

  constructor(directory: string, sources: Sources, set: number) {
    this.#directory = directory;
    this.#sources = sources;
    this.#set = `-${set}`;
    this.#ids = Object.keys(sources).map((name) => `${name}${this.#set}`);
  }

  async install(): Promise<void> {
    for (const [name, { main, source }] of Object.entries(this.#sources)) {
      const id = `${name}${this.#set}`;
      // Begins with a dot until it is whole: it must not be found half written.
      const unfinished = path.join(this.#directory, `.${id}`);
      await mkdir(unfinished, { recursive: true });
      const runtime = main.endsWith('.py') ? 'python' : 'node';
      await writeFile(path.join(unfinished, 'plugin.json'), JSON.stringify({ id, kind: 'aggregator', runtime, main }));
      await writeFile(path.join(unfinished, main), source.replace(/(["'])counting\1/, `$1${id}$1`));
      await rename(unfinished, path.join(this.#directory, id));
    }
  }

  /** Resolves when all of them have begun: what a start costs comes once, and is no matter of how they behave. */
  async begun(sql: Sql, withinMs: number): Promise<void> {
    await this.#until(withinMs, 'has not begun', async () => (await this.#started(sql)) === this.#ids.length);
  }

  /** Resolves when none of them runs any more: one that hangs is not stopped at once. */
  async remove(sql: Sql, withinMs: number): Promise<void> {
    for (const id of this.#ids) await rm(path.join(this.#directory, id), { recursive: true, force: true });
    await this.#until(withinMs, 'still runs', async () => (await this.#running(sql)) === 0);
  }

  async harmDone(sql: Sql): Promise<HarmDone> {
    const rows = await sql<{ ends: number; quarantined: boolean; stuck: boolean }[]>`
      select (select count(*)::int from plugin_log l where l.plugin_id = p.plugin_id and level = 'error') as ends,
        exists (select from processor_quarantine q where q.processor = p.plugin_id) as quarantined,
        not exists (select from checkpoint c where c.processor = p.plugin_id and c."offset" > 0) as stuck
      from plugin p where plugin_id = any(${[...this.#ids]}::text[])`;
    return {
      harmful: rows.filter(({ ends, quarantined, stuck }) => quarantined || stuck || ends > 0).length,
      ends: rows.reduce((sum, { ends }) => sum + ends, 0),
      quarantined: rows.filter(({ quarantined }) => quarantined).length,
    };
  }

  async #until(withinMs: number, otherwise: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!(await holds())) {
      if (performance.now() > deadline) throw new Error(`A plugin ${otherwise} after ${withinMs} ms.`);
      await pause(100);
    }
  }

  async #started(sql: Sql): Promise<number> {
    const [row] = await sql<{ started: number }[]>`
      select count(distinct plugin_id)::int as started from plugin_log
      where plugin_id = any(${[...this.#ids]}::text[]) and message like 'Started%'`;
    return row?.started ?? 0;
  }

  /** By what the supervisor said of them last. */
  async #running(sql: Sql): Promise<number> {
    const [row] = await sql<{ running: number }[]>`
      select count(*)::int as running from (
        select distinct on (plugin_id) message from plugin_log
        where plugin_id = any(${[...this.#ids]}::text[]) and (message like 'Started%' or message like 'Stopped%')
        order by plugin_id, log_id desc) last
      where message like 'Started%'`;
    return row?.running ?? 0;
  }
}
