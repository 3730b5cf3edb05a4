import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { FilterVerdict } from '@activity-hub/contracts/filter/filter-verdict';
import { topicMatches } from '@activity-hub/contracts/topic';
import type { MatchedEvent, MatchedStretch } from '@activity-hub/db/deliveries/matched-stretch';
import type { LaneEvent } from '@activity-hub/db/event-store/event-store';
import { subjectOf } from './is-about-dispatch.ts';
import type { SubscriptionRule } from './subscription-rule.ts';

/** Which of the events go to whom. Pure. `rulesFor`: those whose topics cover an event type. */
export function matchStretch(
  events: readonly LaneEvent[],
  rulesFor: (eventType: string) => readonly SubscriptionRule[],
  wants: (rule: SubscriptionRule, offset: number) => boolean,
): MatchedStretch {
  const matches: MatchedEvent[] = [];
  const missingKeys = new Map<string, number>();
  for (const { offset, event } of events) {
    const subject = subjectOf(event);
    for (const rule of rulesFor(event.event_type)) {
      if (!wants(rule, offset) || rule.subscription_id === subject) continue;
      const verdict = judged(rule, event);
      if (verdict === 'no_match') continue;
      if (verdict === 'missing_key') {
        missingKeys.set(rule.subscription_id, (missingKeys.get(rule.subscription_id) ?? 0) + 1);
        continue;
      }
      matches.push(matchedEvent(rule, offset, event, verdict === 'match' ? null : verdict.fault));
    }
  }
  return { matches, missingKeys };
}

/** Whatever a filter does, it is the matter of its own subscriptions alone. */
function judged(rule: SubscriptionRule, event: RecordedEvent): FilterVerdict {
  try {
    return rule.judge(event);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** Which of the events go to one subscription, wherever it stands. */
export function matchForOne(events: readonly LaneEvent[], rule: SubscriptionRule): MatchedStretch {
  return matchStretch(
    events,
    (eventType) => (rule.topics.some((topic) => topicMatches(topic, eventType)) ? [rule] : []),
    () => true,
  );
}

function matchedEvent(
  rule: SubscriptionRule,
  offset: number,
  event: RecordedEvent,
  fault: string | null,
): MatchedEvent {
  const { event_id, event_type, user_id, recorded_at } = event;
  const { subscription_id, ordered } = rule;
  // One line without NUL: it becomes an element of an array.
  const told = fault === null ? null : `The filter failed: ${fault}`.replaceAll('\0', ' ').slice(0, 500).toWellFormed();
  return { subscription_id, offset, recorded_at, event_id, user_id, event_type, ordered, fault: told };
}
