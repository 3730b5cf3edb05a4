import type { Act } from '../access/act.ts';
import type { EscalatedCase, Escalation } from '../activity/anomaly-case.ts';

/** What people do with cases; each is an event, so that sinks such as the CRM hear of it. */
export interface CasePorts {
  /** For whoever sees the person, and for admins. @throws HubError not_found, forbidden */
  escalate(wanted: Escalation, act: Act): Promise<EscalatedCase>;
}
