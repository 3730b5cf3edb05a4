import type { Act } from '@activity-hub/contracts/access/act';
import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import type { AuditLog } from '../audit/audit-log.ts';

/** What a change did to a key, and what is answered about it. */
export interface KeyOutcome<Result> {
  readonly keyId: string;
  readonly before?: ApiKey;
  readonly after: ApiKey;
  readonly result: Result;
}

/** Changes a key and records who did, in one transaction: neither happens without the other. */
export async function auditedKeyChange<Result>(
  { sql, audit }: { readonly sql: Sql; readonly audit: AuditLog },
  { act, action }: { readonly act: Act; readonly action: string },
  change: (transaction: Statements) => Promise<KeyOutcome<Result>>,
): Promise<Result> {
  const outcome = await sql.begin(async (transaction) => {
    const { keyId, result, ...images } = await change(transaction);
    const subject = `key:${keyId}`;
    await audit.record({ caller: act.actor, action, subject, requestId: act.request_id, ...images }, transaction);
    // In an object: `begin` takes a list for queries that it is to wait for.
    return { result };
  });
  return outcome.result;
}
