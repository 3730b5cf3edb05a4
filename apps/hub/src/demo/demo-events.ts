import { addDays } from '@activity-hub/contracts/calendar';
import type { ActivityEvent } from '@activity-hub/contracts/event';
import { communityDay } from './community-story.ts';
import { learnerDay } from './learner-story.ts';
import { troubleDay } from './trouble-story.ts';
import { worksBetween } from './work-story.ts';

const DAYS = 30;

/**
 * A small ecosystem of the 30 days before a day (`YYYY-MM-DD`, UTC), oldest first. Pure: the same day
 * gives the same events with the same ids. Nothing lies at or after the beginning of that day, so the
 * scenario of the present day is never in the future, and sending it twice stores nothing twice.
 */
export function demoEvents(today: string): ActivityEvent[] {
  const from = addDays(today, -DAYS);
  // East of UTC the last hours before midnight belong to the day itself already.
  const days = Array.from({ length: DAYS + 1 }, (_, at) => ({ day: addDays(from, at), ago: DAYS - at }));
  const events = [
    ...days.flatMap(({ day, ago }) => [...learnerDay(day, ago), ...communityDay(day), ...troubleDay(day, ago)]),
    ...worksBetween(from, today),
  ];
  return events
    .filter((event) => event.timestamp >= `${from}T` && event.timestamp < `${today}T`)
    .sort((a, b) => compare(a.timestamp, b.timestamp) || compare(a.event_id, b.event_id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
