import type { FilterTrial, FilterTrialResult } from '@activity-hub/contracts/dispatch/subscription';
import type { Json, RecordedEvent } from '@activity-hub/contracts/event';
import type { EventFilter } from '@activity-hub/contracts/filter/compile-filter';
import type { TransformTemplate } from '@activity-hub/contracts/filter/transform-template';
import { readRecentOfTopics } from '@activity-hub/db/queries/read-recent-of-topics';
import { eventBody } from '../deliver/event-body.ts';
import { validFilter, validTemplate } from './demand-valid.ts';
import type { DispatchSources } from './dispatch-sources.ts';

const samplesShown = 20;
const dayMs = 86_400_000;

type Sample = FilterTrialResult['samples'][number];

/** What a filter and a template would do, on real past events. Nothing is sent. */
export async function tryFilter(
  { sql, now }: Pick<DispatchSources, 'sql' | 'now'>,
  trial: FilterTrial,
): Promise<FilterTrialResult> {
  const filter = validFilter(trial.filter);
  const template = validTemplate(trial.template as Json);
  const from = trial.from ?? new Date(now() - dayMs).toISOString();
  const events = await readRecentOfTopics(sql, { topics: trial.topics, from, limit: trial.limit });
  const samples = events.map((event) => sampleOf(event, filter, template));
  const count = (verdict: Sample['verdict']): number => samples.filter((sample) => sample.verdict === verdict).length;
  const order = ['match', 'fault', 'missing_key', 'no_match'];
  return {
    looked_at: samples.length,
    matched: count('match'),
    missing_key: count('missing_key'),
    faults: count('fault'),
    first_fault: samples.find((sample) => sample.verdict === 'fault')?.reason ?? null,
    samples: samples.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict)).slice(0, samplesShown),
  };
}

function sampleOf(
  event: RecordedEvent,
  filter: EventFilter | undefined,
  template: TransformTemplate | undefined,
): Sample {
  const told = filter?.matches(event) ?? 'match';
  if (typeof told === 'object') return { event, verdict: 'fault', reason: told.fault, body: null };
  if (told !== 'match') return { event, verdict: told, reason: null, body: null };
  try {
    const body = (template?.apply(event) ?? eventBody(event)) as Sample['body'];
    return { event, verdict: 'match', reason: null, body };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { event, verdict: 'fault', reason: `The template failed: ${why}`, body: null };
  }
}
