import { z } from 'zod';

const actor = z.object({
  kind: z.enum(['person', 'key', 'anonymous', 'hub']),
  id: z.string().nullable(),
  name: z.string().nullable(),
});
export type Actor = z.infer<typeof actor>;

/** An act that changed who may do or see what, or what the hub does: never changed afterwards. */
export const auditEntry = z.object({
  audit_id: z.string(),
  at: z.string(),
  actor,
  action: z.string().describe('For example person.made, key.revoked, event.unmasked.'),
  subject: z.string().describe('Kind and id of what was acted on: person:…, cohort:…, event:….'),
  before: z.json().nullable(),
  after: z.json().nullable(),
  request_id: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditSearch = z.object({
  actor_id: z.string().max(64).optional(),
  action: z.string().max(64).describe('The action, or its beginning up to a dot: person.').optional(),
  subject: z.string().max(255).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type AuditSearch = z.infer<typeof auditSearch>;

/** Newest first. */
export const auditPage = z.object({ items: z.array(auditEntry), next_cursor: z.string().nullable() });
export type AuditPage = z.infer<typeof auditPage>;

/** Somebody read data of a participant. */
export const viewRecord = z.object({
  view_id: z.string(),
  at: z.string(),
  viewer: actor,
  procedure: z.string().describe('What was asked, for example users.timeline.'),
  request_id: z.string().nullable(),
});
export type ViewRecord = z.infer<typeof viewRecord>;

export const viewSearch = z.object({
  user_id: z.guid().describe('Whose data was read.'),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type ViewSearch = z.infer<typeof viewSearch>;

/** Newest first. */
export const viewPage = z.object({ items: z.array(viewRecord), next_cursor: z.string().nullable() });
export type ViewPage = z.infer<typeof viewPage>;

/** Why somebody needs to see what is masked; kept in the audit. */
export const unmasking = z.object({
  event_id: z.guid(),
  reason: z.string().trim().min(5).max(500),
});
export type Unmasking = z.infer<typeof unmasking>;
