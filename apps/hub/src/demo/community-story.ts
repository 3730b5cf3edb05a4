import type { ActivityEvent } from '@activity-hub/contracts/event';
import { demoEvent, localInstant } from './demo-event.ts';
import { learners, mentors } from './demo-person.ts';
import { between, demoRandom } from './demo-random.ts';

/** Mentors answer, meet and write on working days; subscriptions are paid once a month. */
export function communityDay(day: string): ActivityEvent[] {
  return [...Object.values(mentors).flatMap((mentor) => mentorDay(mentor, day)), ...paymentsOn(day)];
}

function mentorDay(mentor: (typeof mentors)[keyof typeof mentors], day: string): ActivityEvent[] {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return [];
  const random = demoRandom(`${mentor.name}|${day}|mentor`);
  const events: ActivityEvent[] = [];
  for (let answer = between(random, 1, 4); answer > 0; answer--) {
    const at = localInstant(mentor, day, between(random, 10, 17), between(random, 0, 59), between(random, 0, 59));
    const payload = { comment_id: `${mentor.name}-${day}-${answer}`, length: between(random, 60, 900) };
    events.push(demoEvent({ person: mentor, at, type: 'social.comment_added', source: 'club', payload }));
  }
  if (weekday === 3) {
    const payload = { meeting_id: `circle-${day}`, duration_seconds: 3_600 };
    const at = localInstant(mentor, day, 18, 0);
    events.push(demoEvent({ person: mentor, at, type: 'social.meeting_attended', source: 'club', payload }));
  }
  return events;
}

function paymentsOn(day: string): ActivityEvent[] {
  return Object.values(learners).flatMap((learner, at) => {
    if (Number(day.slice(8)) !== 3 + at * 5) return [];
    const random = demoRandom(`${learner.name}|${day}|payment`);
    const instant = localInstant(learner, day, 9, between(random, 0, 59));
    const payment = {
      amount: '29.00',
      currency: 'EUR',
      payment_id: `sub-${learner.name}-${day}`,
      reason: 'subscription',
    };
    const failed = { ...payment, reason: 'card expired' };
    const paid = { person: learner, source: 'billing', payload: payment, type: 'economic.payment_received' };
    if (learner !== learners.carlos) return [demoEvent({ ...paid, at: instant })];
    const refused = demoEvent({ ...paid, type: 'economic.payment_failed', payload: failed, at: instant });
    return [refused, demoEvent({ ...paid, at: instant + 3_600_000, causation_id: refused.event_id })];
  });
}
