import { z } from 'zod';
import { isTimeZone } from '../calendar.ts';
import { cohortName } from './person.ts';

export const participantName = z.string().trim().min(1).max(200);
export const participantZone = z.string().max(64).refine(isTimeZone, 'must be an IANA zone such as Europe/Moscow');

/** Somebody whose activity the hub records, as the local directory knows them. */
export const participant = z.object({
  user_id: z.string(),
  display_name: z.string().nullable(),
  email: z.string().nullable().describe('Masked for everybody but admins.'),
  time_zone: z.string().nullable(),
  locale: z.string().nullable(),
  external_ids: z.record(z.string(), z.string()).describe('Ids in other systems, by the name of the system.'),
  cohorts: z.array(cohortName),
});
export type Participant = z.infer<typeof participant>;

export const participantSearch = z.object({
  search: z.string().max(200).describe('Part of the name, or the beginning of the user id.').optional(),
  cohort_id: z.guid().optional(),
  cursor: z.string().max(1_024).optional(),
  limit: z.number().int().min(1).max(200).default(50).optional(),
});
export type ParticipantSearch = z.infer<typeof participantSearch>;

/** By name, those without a name last. */
export const participantPage = z.object({ items: z.array(participant), next_cursor: z.string().nullable() });
export type ParticipantPage = z.infer<typeof participantPage>;

/** What is left out stays as it is; null empties a field. */
export const participantChange = z.object({
  user_id: z.guid(),
  display_name: participantName.nullish(),
  email: z.email().max(254).nullish(),
  time_zone: participantZone.nullish(),
  locale: z.string().min(2).max(35).nullish(),
  external_ids: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/), z.string().min(1).max(255))
    .refine((ids) => Object.keys(ids).length <= 20, 'at most 20 ids')
    .optional(),
});
export type ParticipantChange = z.infer<typeof participantChange>;
