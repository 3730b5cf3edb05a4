import type { ActivityEvent } from '@activity-hub/contracts/event';
import { benchEvent } from '@activity-hub/hub/bench/bench-events';

const people = 40;
const days = 60;
const dayMs = 86_400_000;
/** Long enough ago that every deadline of every streak has passed when all is over. */
const first = Date.parse('2026-01-05T00:00:00.000Z');
/** A large odd number: its multiples look scattered, and the same event is made for the same number. */
const scatter = 2_654_435_761;

/**
 * The n-th event of people who have streaks and lose them. Some do much and others little, and everybody rests on two
 * days of five. Most events come nearly in the order in which they happened; every twenty-fifth comes up to twelve days
 * late and may lie on a day of rest, so that streaks are joined that were told as broken.
 * @param progress how much of the two months has passed, between 0 and 1
 */
export function scatteredEvent(run: string, n: number, progress: number): ActivityEvent {
  const person = Math.floor(people * (fraction(n, 1) * fraction(n, 2)));
  const isLate = n % 25 === 0;
  const at = first + Math.max(0, progress * days - fraction(n, 3) * (isLate ? 12 : 0.2)) * dayMs;
  const isRest = (person * 7 + Math.floor(at / dayMs) * 3) % 5 < 2;
  return {
    ...benchEvent(run, n, first),
    user_id: `00000000-50a7-5000-8000-${person.toString(16).padStart(12, '0')}`,
    timestamp: new Date(isRest && !isLate ? at + dayMs : at).toISOString(),
  };
}

/** Between 0 and 1, by number and by what it is for. */
function fraction(n: number, purpose: number): number {
  return (((n * 4 + purpose) * scatter) % 1_000_003) / 1_000_003;
}
