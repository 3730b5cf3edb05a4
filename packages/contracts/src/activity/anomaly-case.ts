import { z } from 'zod';
import { severities } from '../plugin/detector.ts';

export const caseStatuses = ['open', 'acknowledged', 'investigating', 'resolved', 'dismissed'] as const;

/** Findings of one detector and one kind about one person, under triage. */
export const anomalyCase = z.object({
  case_id: z.string(),
  detector: z.string(),
  detector_version: z.string(),
  kind: z.string(),
  key: z.string(),
  user_id: z.string().nullable(),
  severity: z.enum(severities),
  status: z.enum(caseStatuses),
  score: z.number(),
  findings: z.int(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
  evidence: z.record(z.string(), z.json()),
  event_ids: z.array(z.string()),
});
export type AnomalyCase = z.infer<typeof anomalyCase>;

/** Wanted by a person, whatever the routes of the CRM say. */
export const escalation = z.strictObject({ case_id: z.guid(), reason: z.string().trim().min(3).max(500) });
export type Escalation = z.infer<typeof escalation>;

/** `duplicate`: it was escalated before, and nothing new was found since. */
export const escalatedCase = z.object({ case_id: z.string(), event_id: z.string(), duplicate: z.boolean() });
export type EscalatedCase = z.infer<typeof escalatedCase>;

export const caseSearch = z.object({
  status: z.enum(caseStatuses).optional(),
  kind: z.string().max(64).optional(),
  severity: z.enum(severities).optional(),
  user_id: z.guid().optional(),
  cursor: z.string().max(512).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type CaseSearch = z.infer<typeof caseSearch>;

/** Last seen first. */
export const casePage = z.object({ items: z.array(anomalyCase), next_cursor: z.string().nullable() });
export type CasePage = z.infer<typeof casePage>;
