import { statfs } from 'node:fs/promises';
import type { Sql } from '@activity-hub/db/postgres/client';
import { readDatabaseSize } from '@activity-hub/db/queries/read-database-size';
import type { StorageUse } from './judge-storage.ts';

export interface WatchedStorage {
  readonly sql: Sql;
  readonly dataDir: string;
  /** Room the database may take; absent: only the disk bounds it, and that of a server elsewhere is not seen. */
  readonly limitBytes: number | undefined;
}

/** How full the stores are. A data folder that is not there, as beside servers elsewhere, is nobody's store. */
export async function readStorage({ sql, dataDir, limitBytes }: WatchedStorage): Promise<readonly StorageUse[]> {
  const disk = await statfs(dataDir).catch(() => undefined);
  const uses: StorageUse[] = [];
  if (disk !== undefined) {
    // As df counts: what is kept for root is neither used nor to be had.
    const usedBytes = (disk.blocks - disk.bfree) * disk.bsize;
    uses.push({ store: 'disk', usedBytes, limitBytes: usedBytes + disk.bavail * disk.bsize });
  }
  if (limitBytes !== undefined) uses.push({ store: 'postgresql', usedBytes: await readDatabaseSize(sql), limitBytes });
  return uses;
}
