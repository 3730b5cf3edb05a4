import type { SourceProfile } from './source-profile.ts';

const recipient = '7c30d632-7fdd-5fd6-af55-59cfc076ad27';

/** The CRM: who was written to and met. Never what was said: length and channel are enough. */
export const crm: SourceProfile = {
  source_system: 'crm',
  title: { en: 'CRM', ru: 'CRM' },
  formats: ['event', 'segment', 'cloudevents'],
  key: {
    permissions: ['write'],
    event_types: ['activity.social.message_sent', 'activity.social.meeting_attended'],
    limits: { events_per_second: 50, events_per_day: 500_000 },
  },
  examples: {
    'activity.social.message_sent': [
      { channel: 'email', recipient_user_id: recipient, length: 830 },
      { channel: 'telephone', recipient_user_id: recipient },
    ],
    'activity.social.meeting_attended': [
      { meeting_id: 'call-311', duration_seconds: 1_800 },
      { meeting_id: 'call-312', duration_seconds: 600 },
    ],
  },
  segment: {
    family: 'social',
    events: { email_sent: 'activity.social.message_sent', call_held: 'activity.social.meeting_attended' },
  },
  silent_after_minutes: 1_440,
};
