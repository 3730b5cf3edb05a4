import { z } from 'zod';

/** Members of one cohort at most, so that what a mentor may see fits into one bound parameter. */
export const maxCohortMembers = 5_000;

export const cohortTitle = z.string().trim().min(1).max(120);

/** A group of participants whose mentors may see them. */
export const cohort = z.object({
  cohort_id: z.string(),
  name: z.string(),
  members: z.int(),
  mentors: z.array(z.object({ person_id: z.string(), name: z.string() })),
  created_at: z.string(),
});
export type Cohort = z.infer<typeof cohort>;

export const cohortMembers = z.object({
  cohort_id: z.guid(),
  user_ids: z.array(z.guid()).min(1).max(1_000),
});
export type CohortMembers = z.infer<typeof cohortMembers>;

export const cohortMentors = z.object({
  cohort_id: z.guid(),
  person_ids: z.array(z.string().min(1).max(64)).max(50),
});
export type CohortMentors = z.infer<typeof cohortMentors>;

export const memberImport = z.object({
  cohort_id: z.guid(),
  csv: z
    .string()
    .min(1)
    .max(512 * 1024)
    .describe('Lines of user_id,display_name,time_zone; the last two may be empty; a heading line is skipped.'),
});
export type MemberImport = z.infer<typeof memberImport>;

export const importVerdicts = ['added', 'updated', 'refused'] as const;

/** One verdict per line that is not empty: a bad line hurts no other. */
export const importAnswer = z.object({
  added: z.int(),
  updated: z.int().describe('Was a member already; name and zone were taken over.'),
  refused: z.int(),
  lines: z.array(
    z.object({
      line: z.int().describe('From 1.'),
      user_id: z.string().nullable(),
      verdict: z.enum(importVerdicts),
      detail: z.string().nullable().describe('What to do about a refused line.'),
    }),
  ),
});
export type ImportAnswer = z.infer<typeof importAnswer>;
