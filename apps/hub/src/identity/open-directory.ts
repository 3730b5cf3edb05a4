import { connectQueryPool } from '@activity-hub/db/queries/connect-query-pool';
import type { Logger } from 'pino';
import type { IdentityDirectory } from '../ingest/identity-directory.ts';
import { createDirectory } from './create-directory.ts';
import type { KratosSettings } from './identity-settings.ts';
import { createKratosSource } from './kratos-source.ts';
import { createLocalSource } from './local-source.ts';

export interface OpenDirectory {
  readonly directory: IdentityDirectory;
  stop(): Promise<void>;
}

/** The directory that ingest asks: Kratos where it is configured, else the hub's own. */
export function openDirectory(options: {
  readonly databaseUrl: string;
  readonly kratos: KratosSettings | undefined;
  readonly logger: Logger;
}): OpenDirectory {
  const { databaseUrl, kratos, logger } = options;
  const onTrouble = (failure: unknown): void =>
    logger.warn({ reason: failure instanceof Error ? failure.message : String(failure) }, 'identity.given_up');
  if (kratos !== undefined) {
    const directory = createDirectory({ source: createKratosSource(kratos), onTrouble, now: Date.now });
    return { directory, stop: async () => {} };
  }
  // A pool of its own: a question about persons never stands behind an append that waits for its lane.
  const sql = connectQueryPool(databaseUrl, { max: 2, statementTimeoutMs: 1_000 });
  const directory = createDirectory({ source: createLocalSource(sql), onTrouble, now: Date.now });
  return { directory, stop: () => sql.end({ timeout: 1 }) };
}
