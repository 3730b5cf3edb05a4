/** What a subsystem of the ecosystem usually publishes first. */
export interface SourceProfile {
  readonly source: SourceName;
  readonly event_type: string;
  readonly payload: Readonly<Record<string, string | number>>;
}

export const sourceNames = ['lms', 'club', 'cases', 'ai-os', 'tokenomics', 'billing', 'crm', 'ory'] as const;
export type SourceName = (typeof sourceNames)[number];

export const sourceProfiles: readonly SourceProfile[] = [
  {
    source: 'lms',
    event_type: 'activity.learning.lesson_completed',
    payload: { course_id: 'first-course', lesson_id: 'lesson-1' },
  },
  { source: 'club', event_type: 'activity.social.comment_added', payload: { comment_id: 'comment-1' } },
  { source: 'cases', event_type: 'activity.work.completed', payload: { work_id: 'case-1' } },
  { source: 'ai-os', event_type: 'activity.work.started', payload: { work_id: 'work-1' } },
  {
    source: 'tokenomics',
    event_type: 'activity.economic.token_earned',
    payload: { amount: 10, unit: 'token' },
  },
  {
    source: 'billing',
    event_type: 'activity.economic.payment_received',
    payload: { amount: 100, currency: 'EUR' },
  },
  { source: 'crm', event_type: 'activity.social.meeting_attended', payload: { meeting_id: 'meeting-1' } },
  { source: 'ory', event_type: 'activity.system.user_logged_in', payload: { method: 'password' } },
];

export function profileOf(source: string | null): SourceProfile | undefined {
  return sourceProfiles.find((profile) => profile.source === source);
}
