import type { ActivityEvent, JsonObject } from '@activity-hub/contracts/event';
import { demoEvent, localInstant } from './demo-event.ts';
import { robot, workers } from './demo-person.ts';
import { between, demoRandom, oneOf } from './demo-random.ts';

/**
 * The two people something is wrong with. Both end yesterday, because the hub opens no case for events
 * older than 48 hours when recorded, and nothing of the scenario may lie in the future.
 */
export function troubleDay(day: string, ago: number): ActivityEvent[] {
  return [...(ago >= 1 && ago <= 10 ? overlongDay(day, ago) : []), ...(ago === 1 ? robotHour(day) : [])];
}

/** From 8 hours ten days ago to 17 hours yesterday. */
function overlongDay(day: string, ago: number): ActivityEvent[] {
  const { ivan } = workers;
  const random = demoRandom(`${ivan.name}|${day}|overlong`);
  const hours = 18 - ago;
  const events: ActivityEvent[] = [];
  for (let hour = 0; hour < hours; hour++) {
    for (let task = between(random, 2, 5); task > 0; task--) {
      const at = localInstant(ivan, day, 6 + hour, between(random, 0, 59), between(random, 0, 59));
      const type = oneOf(random, [
        'work.task_started',
        'work.task_completed',
        'work.artifact_updated',
        'social.message_sent',
      ]);
      const task_id = `ivan-${day}-${hour}-${task}`;
      const payload: JsonObject = type === 'social.message_sent' ? { channel: 'team' } : { task_id, project: 'guide' };
      events.push(demoEvent({ person: ivan, at, type, source: type.startsWith('work') ? 'cases' : 'club', payload }));
    }
  }
  return events;
}

/** 400 identical events, one every nine seconds. */
function robotHour(day: string): ActivityEvent[] {
  return Array.from({ length: 400 }, (_, at) =>
    demoEvent({
      person: robot,
      at: localInstant(robot, day, 15, 0) + at * 9_000,
      type: 'work.artifact_updated',
      source: 'cases',
      payload: { artifact_id: 'sync-report', artifact_type: 'report' },
    }),
  );
}
