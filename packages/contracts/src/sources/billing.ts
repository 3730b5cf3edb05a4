import type { SourceProfile } from './source-profile.ts';

const payment = { amount: '4900.00', currency: 'RUB', payment_id: 'pay-9001', invoice_id: 'inv-2026-77' };

/** Billing: payments that came, failed or went back. */
export const billing: SourceProfile = {
  source_system: 'billing',
  title: { en: 'Billing', ru: 'Биллинг' },
  formats: ['event', 'cloudevents', 'segment'],
  key: {
    permissions: ['write'],
    event_types: [
      'activity.economic.payment_received',
      'activity.economic.payment_failed',
      'activity.economic.payment_refunded',
    ],
    limits: { events_per_second: 50, events_per_day: 500_000 },
  },
  examples: {
    'activity.economic.payment_received': [payment, { amount: 15, currency: 'EUR', payment_id: 'pay-9002' }],
    'activity.economic.payment_failed': [
      { ...payment, reason: 'insufficient funds' },
      { amount: 15, currency: 'EUR', reason: 'card expired' },
    ],
    'activity.economic.payment_refunded': [
      { ...payment, reason: 'course cancelled' },
      { amount: 15, currency: 'EUR', payment_id: 'pay-9002' },
    ],
  },
  segment: {
    family: 'economic',
    events: {
      order_completed: 'activity.economic.payment_received',
      payment_declined: 'activity.economic.payment_failed',
      order_refunded: 'activity.economic.payment_refunded',
    },
  },
  silent_after_minutes: 1_440,
};
