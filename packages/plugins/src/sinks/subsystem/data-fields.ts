import { z } from 'zod';

/** Fields of `data` that mean the same for every subsystem. All may be missing: payloads differ by type. */
const id = z.string().max(255);
const text = z.string().max(1_024);

/** Of an event that takes another one back (`activity.correction.*`). */
export const corrected = {
  corrected_event_id: id.optional().describe('The event that does not count any more; unknown ones can be ignored.'),
  corrected_event_type: id.optional(),
};
export const correctedMapping = {
  corrected_event_id: '/payload/event_id',
  corrected_event_type: '/payload/event_type',
};

export const course = { course_id: id.optional(), lesson_id: id.optional() };
export const courseMapping = { course_id: '/payload/course_id', lesson_id: '/payload/lesson_id' };

export const outcome = {
  result: text.optional(),
  score: z.number().optional().describe('Of a test the result, of an anomaly how unusual it is.'),
  max_score: z.number().optional(),
};
export const outcomeMapping = {
  result: '/payload/result',
  score: '/payload/score',
  max_score: '/payload/max_score',
};

export const streak = {
  streak_type: text.optional().describe('daily or weekly'),
  streak_count: z.int().optional(),
  streak_best: z.int().optional(),
};
export const streakMapping = {
  streak_type: '/payload/streak_type',
  streak_count: '/payload/count',
  streak_best: '/payload/best',
};

export const milestone = { milestone: text.optional(), value: z.number().optional(), threshold: z.number().optional() };
export const milestoneMapping = {
  milestone: '/payload/milestone',
  value: '/payload/value',
  threshold: '/payload/threshold',
};

export const anomaly = {
  detector: text.optional(),
  kind: text.optional().describe('Of an anomaly what was found, of a work or a post what it is.'),
  severity: text.optional().describe('low, medium, high or critical'),
  evidence: z.record(z.string(), z.json()).optional(),
};
export const anomalyMapping = {
  detector: '/payload/detector',
  kind: '/payload/kind',
  severity: '/payload/severity',
  evidence: '/payload/evidence',
};

export const work = { work_id: id.optional(), project: text.optional() };
export const workMapping = { work_id: '/payload/work_id', project: '/payload/project' };

export const artifact = {
  artifact_id: id.optional(),
  artifact_type: text.optional(),
  uri: text.optional(),
  digest: text.optional(),
};
export const artifactMapping = {
  artifact_id: '/payload/artifact_id',
  artifact_type: '/payload/artifact_type',
  uri: '/payload/uri',
  digest: '/payload/digest',
};

export const review = {
  verdict: text.optional(),
  quality: z.number().optional(),
  score: z.number().optional(),
  author_user_id: id.optional().describe('Whose work was reviewed.'),
  reviewer_user_id: id.optional(),
};
export const reviewMapping = {
  verdict: '/payload/verdict',
  quality: '/payload/quality',
  score: '/payload/score',
  author_user_id: '/payload/author_user_id',
  reviewer_user_id: '/payload/reviewer_user_id',
};
