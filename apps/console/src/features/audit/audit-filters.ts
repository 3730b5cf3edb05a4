import type { AuditSearch } from '@activity-hub/contracts/access/audit';
import { createLoader, parseAsString } from 'nuqs/server';

export const auditFilters = {
  action: parseAsString,
  actor: parseAsString,
  subject: parseAsString,
};

export const loadAuditFilters = createLoader(auditFilters);

export type AuditFilters = {
  readonly [Name in keyof typeof auditFilters]: ReturnType<(typeof auditFilters)[Name]['parseServerSide']>;
};

export function auditSearchOf({ action, actor, subject }: AuditFilters): AuditSearch {
  return {
    ...(action === null ? {} : { action }),
    ...(actor === null ? {} : { actor_id: actor }),
    ...(subject === null ? {} : { subject }),
    limit: 100,
  };
}
