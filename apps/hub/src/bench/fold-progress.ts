import type { PluginManifest } from '@activity-hub/contracts/plugin/manifest';
import type { Sql } from '@activity-hub/db/postgres/client';
import { inboxRefOf } from '../process/running-router.ts';

type Measured = Pick<PluginManifest<unknown>, 'id' | 'scope'>;

interface InboxHead {
  readonly processor: string;
  readonly bucket: number;
  readonly head: number;
}

/** Everything is read and handed on, and some of it is not folded yet. */
const almost = 0.999;

/**
 * How far plugins are with the log as it was when this was opened. What they derive meanwhile lies behind those heads
 * and counts for nothing, so a plugin that derives much does not look faster than it is.
 */
export class FoldProgress {
  readonly #sql: Sql;
  readonly #heads: readonly number[];
  /** The consumers of lanes: a plugin whose keys cross streams reads them through its router. */
  readonly #readers: readonly string[];
  readonly #routers: readonly string[];
  /** What the routers had handed on when they were through; unknown before. */
  #handedOn: readonly InboxHead[] | undefined;

  private constructor(sql: Sql, heads: readonly number[], plugins: readonly Measured[]) {
    this.#sql = sql;
    this.#heads = heads;
    this.#routers = plugins.filter(({ scope }) => scope === 'custom').map(({ id }) => routerOf(id));
    this.#readers = [...plugins.filter(({ scope }) => scope !== 'custom').map(({ id }) => id), ...this.#routers];
  }

  static async open(sql: Sql, plugins: readonly Measured[]): Promise<FoldProgress> {
    const lanes = await sql<{ head: number }[]>`select head from lane order by lane`;
    return new FoldProgress(
      sql,
      lanes.map(({ head }) => head),
      plugins,
    );
  }

  /** Between 0 and 1, which it reaches only when every plugin has folded everything. */
  async share(): Promise<number> {
    const [row] = await this.#sql<{ done: number }[]>`
      select coalesce(sum(least(c."offset", l.head)), 0)::float8 as done
      from unnest(${this.#sql.array([...this.#heads])}::bigint[]) with ordinality as l (head, place)
      join checkpoint c on c.lane = l.place - 1 and not c.of_inbox
      where c.processor = any(${[...this.#readers]}::text[])`;
    const total = this.#heads.reduce((sum, head) => sum + head, 0) * this.#readers.length;
    const read = total === 0 ? 1 : (row?.done ?? 0) / total;
    if (read < 1 || this.#routers.length === 0) return read;
    this.#handedOn ??= await this.#inboxHeads();
    return (await this.#foldsInboxes(this.#handedOn)) ? 1 : almost;
  }

  async #inboxHeads(): Promise<readonly InboxHead[]> {
    return await this.#sql<InboxHead[]>`
      select processor, bucket, head from inbox_head where processor = any(${[...this.#routers]}::text[])`;
  }

  async #foldsInboxes(heads: readonly InboxHead[]): Promise<boolean> {
    const folded = await this.#sql<{ processor: string; lane: number; offset: number }[]>`
      select processor, lane, "offset" from checkpoint where of_inbox`;
    const offsets = new Map(folded.map((row) => [`${routerOf(row.processor)} ${row.lane}`, row.offset]));
    return heads.every(({ processor, bucket, head }) => (offsets.get(`${processor} ${bucket}`) ?? 0) >= head);
  }
}

function routerOf(id: string): string {
  return inboxRefOf({ processor: id, version: '' }).processor;
}
