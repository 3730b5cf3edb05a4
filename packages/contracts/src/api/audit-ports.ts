import type { AuditPage, AuditSearch, ViewPage, ViewSearch } from '../access/audit.ts';

/** What the procedures on who did and who viewed what need of a hub. */
export interface AuditPorts {
  list(search: AuditSearch): Promise<AuditPage>;
  views(search: ViewSearch): Promise<ViewPage>;
}
