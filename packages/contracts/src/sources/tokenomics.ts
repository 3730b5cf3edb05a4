import type { SourceProfile } from './source-profile.ts';

/** The financial system of the token economy. Amounts are texts: a double cannot keep every digit of a token. */
export const tokenomics: SourceProfile = {
  source_system: 'tokenomics',
  title: { en: 'Token economy', ru: 'Финансовая система токеномики' },
  formats: ['event', 'cloudevents'],
  key: {
    permissions: ['write'],
    event_types: [
      'activity.economic.earned',
      'activity.economic.spent',
      'activity.economic.token_earned',
      'activity.economic.token_spent',
      'activity.system.streak_frozen',
    ],
    limits: { events_per_second: 200, events_per_day: 2_000_000 },
  },
  examples: {
    'activity.economic.earned': [
      { amount: 10, unit: 'reputation', reason: 'upvote', post_id: 'post-81' },
      { amount: '0.5', unit: 'points' },
    ],
    'activity.economic.spent': [
      { amount: 2, unit: 'reputation', reason: 'downvote', post_id: 'post-82' },
      { amount: '1.25', unit: 'points' },
    ],
    'activity.economic.token_earned': [
      {
        amount: '12.000000000000000001',
        unit: 'IMPACT',
        reason: 'work accepted',
        work_id: 'work-2026-31',
        transaction_id: 'tx-501',
      },
      { amount: '3', unit: 'IMPACT' },
    ],
    'activity.economic.token_spent': [
      { amount: '4.5', unit: 'IMPACT', reason: 'course', transaction_id: 'tx-502' },
      { amount: '1', unit: 'IMPACT' },
    ],
    'activity.system.streak_frozen': [{ day: '2026-11-23', reason: 'freeze bought' }, {}],
  },
  segment: { family: 'economic', events: { tokens_granted: 'activity.economic.token_earned' } },
  silent_after_minutes: 720,
};
