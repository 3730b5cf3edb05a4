import type { SourceProfile } from './source-profile.ts';

/** ORY Kratos and Hydra: who registered, signed in, failed to. They send webhooks, not events. */
export const ory: SourceProfile = {
  source_system: 'ory',
  title: { en: 'Identity and access (ORY)', ru: 'Система идентификации и доступа (ORY)' },
  formats: ['ory', 'event'],
  key: {
    permissions: ['write'],
    event_types: [
      'activity.system.user_registered',
      'activity.system.user_logged_in',
      'activity.system.user_logged_out',
      'activity.system.login_failed',
      'activity.system.alert_triggered',
    ],
    limits: { events_per_second: 100, events_per_day: 1_000_000 },
  },
  examples: {
    'activity.system.user_registered': [{ method: 'password' }, { method: 'oidc', client: 'web' }],
    'activity.system.user_logged_in': [
      { method: 'password', client: 'web' },
      { method: 'code', reason: 'recovery' },
    ],
    'activity.system.user_logged_out': [{ client: 'web' }, {}],
    'activity.system.login_failed': [
      { method: 'password', reason: 'wrong password' },
      { method: 'oidc', reason: 'provider refused' },
    ],
    'activity.system.alert_triggered': [
      { alert: 'account_settings_changed', component: 'kratos', severity: 'info', method: 'password' },
      { alert: 'address_verified', component: 'kratos', severity: 'info' },
    ],
  },
  segment: {
    family: 'system',
    events: { signed_up: 'activity.system.user_registered', signed_in: 'activity.system.user_logged_in' },
  },
  silent_after_minutes: 240,
};
