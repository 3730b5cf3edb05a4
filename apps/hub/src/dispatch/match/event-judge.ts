import type { RecordedEvent } from '@activity-hub/contracts/event';
import { compileFilter } from '@activity-hub/contracts/filter/compile-filter';
import type { FilterVerdict } from '@activity-hub/contracts/filter/filter-verdict';

export type EventJudge = (event: RecordedEvent) => FilterVerdict;

/**
 * What a filter says of events; without a filter everything matches. It remembers the last event, for subscriptions with the
 * same text share it and ask it one after the other: a table of the verdicts on each event cost more than most filters.
 * A filter that was taken and cannot be compiled any longer loses nothing: each event becomes a dead letter.
 */
export function eventJudge(text: string | null): EventJudge {
  if (text === null) return () => 'match';
  const judge = compiled(text);
  let last: RecordedEvent | undefined;
  let verdict: FilterVerdict = 'no_match';
  return (event) => {
    if (event === last) return verdict;
    verdict = judge(event);
    last = event;
    return verdict;
  };
}

function compiled(text: string): EventJudge {
  try {
    const filter = compileFilter(text);
    return (event) => filter.matches(event);
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return () => ({ fault });
  }
}
