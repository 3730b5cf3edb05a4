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
