/** What a field of an event must look like, where a pattern alone would tell a person nothing. */
export const eventForms = {
  event_type: 'must be lower-case words joined by dots, for example activity.learning.lesson_completed',
  event_version: 'must be a semantic version, for example 1.0.0',
  timestamp: 'must be RFC 3339 with an offset, for example 2026-11-23T10:00:00.000Z',
  source_system: 'must be lower-case letters, digits, ".", "_" or "-", at most 64, for example lms',
  user_id: 'must be a UUID or null',
  session_id: 'must be a UUID or null',
  causation_id: 'must be a UUID or null',
} as const;
