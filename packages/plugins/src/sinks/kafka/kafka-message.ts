import type { RecordedEvent } from '@activity-hub/contracts/event';
import { categoryOf } from '@activity-hub/contracts/topic';

/** A record with the id of its event, which says later what became of it. */
export interface KafkaMessage {
  readonly eventId: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** `activity.{category}.{action}` of `activity.learning.lesson_completed` is `activity.learning.lesson_completed`. */
export function topicOf(template: string, { event_type, source_system }: RecordedEvent): string {
  const values: Readonly<Record<string, string>> = {
    category: categoryOf(event_type),
    action: event_type.split('.').slice(2).join('.'),
    event_type,
    source: source_system,
  };
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/**
 * Keyed as the lanes of the log are: by the person, without one by the session, else by the event itself. So the
 * events of a person stay in one partition of a topic, in their order.
 */
export function messageOf(event: RecordedEvent): KafkaMessage {
  const { event_id, event_type, event_version, user_id, session_id } = event;
  return {
    eventId: event_id,
    key: user_id ?? session_id ?? event_id,
    value: JSON.stringify(event),
    headers: { event_id, event_type, event_version, 'content-type': 'application/json' },
  };
}
