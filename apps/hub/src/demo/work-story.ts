import { addDays, daysBetween } from '@activity-hub/contracts/calendar';
import type { ActivityEvent, JsonObject } from '@activity-hub/contracts/event';
import { demoEvent, localInstant } from './demo-event.ts';
import { type DemoPerson, mentors, workers } from './demo-person.ts';
import { between, demoRandom, oneOf } from './demo-random.ts';

/** A worker begins a work every six days, counted from a fixed day so that every run tells the same works. */
const CYCLE_DAYS = 6;
const firstDay = '2020-01-01';

/** The works of everybody that may have something to tell between two days. */
export function worksBetween(from: string, to: string): ActivityEvent[] {
  const cycles = Array.from({ length: Math.floor(daysBetween(firstDay, to) / CYCLE_DAYS) + 1 }, (_, cycle) =>
    addDays(firstDay, cycle * CYCLE_DAYS),
  ).filter((day) => day >= addDays(from, -2 * CYCLE_DAYS));
  return Object.values(workers).flatMap((worker) => cycles.flatMap((day) => workFrom(worker, day)));
}

/** One work: begun, artifacts, handed in, reviewed, accepted or sent back, rewarded; each step caused by the one before. */
function workFrom(worker: DemoPerson, begins: string): ActivityEvent[] {
  const random = demoRandom(`${worker.name}|${begins}|work`);
  const work_id = `work-${worker.name.toLowerCase()}-${begins}`;
  const events: ActivityEvent[] = [];
  const step: Step = (person, day, hour, type, payload) => {
    const at = localInstant(person, addDays(begins, day), hour, between(random, 0, 59), between(random, 0, 59));
    const causation_id = events.at(-1)?.event_id;
    const links = { correlation_id: work_id, ...(causation_id === undefined ? {} : { causation_id }) };
    const source = sources[type.slice(0, type.indexOf('.'))] ?? 'cases';
    events.push(demoEvent({ person, at, type, source, payload: { work_id, ...payload }, ...links }));
  };
  makeWork(step, random, worker, work_id);
  rewardWork(step, random, worker);
  return events;
}

/** A step of a work, on a day after its beginning. */
type Step = (person: DemoPerson, day: number, hour: number, type: string, payload: JsonObject) => void;
const sources: Readonly<Record<string, string>> = { work: 'cases', social: 'club', economic: 'tokenomics' };

function makeWork(step: Step, random: () => number, worker: DemoPerson, workId: string): void {
  const project = oneOf(random, ['guide', 'digital-twin', 'memory-bank']);
  const kind = oneOf(random, ['research', 'design', 'code', 'translation']);
  step(worker, 0, 9, 'work.started', { project, kind });
  const parts = between(random, 2, 4);
  for (let part = 1; part <= parts; part++) {
    const artifact_id = `${workId}-a${part}`;
    step(worker, part - 1, 10 + part, 'work.artifact_created', { artifact_id, artifact_type: 'document', kind });
    if (random() < 0.5)
      step(worker, part - 1, 15, 'work.evidence_added', { evidence_id: `${artifact_id}-e`, artifact_id });
  }
  step(worker, 4, 11, 'work.submitted', { project });
  step(worker, 4, 12, 'social.peer_review_requested', { author_user_id: worker.user_id });
}

function rewardWork(step: Step, random: () => number, worker: DemoPerson): void {
  const mentor = oneOf(random, [mentors.olga, mentors.james]);
  const accepted = worker !== workers.kofi || random() < 0.6;
  const verdict = accepted ? 'accept' : 'revise';
  const reviewer = { reviewer_user_id: mentor.user_id };
  step(mentor, 5, 10, 'social.peer_review_submitted', { verdict, author_user_id: worker.user_id });
  if (!accepted) {
    step(worker, 5, 15, 'work.rejected', { reason: 'needs evidence', ...reviewer });
    return;
  }
  const quality = between(random, 70, 100) / 100;
  step(worker, 5, 15, 'work.accepted', { quality, ...reviewer });
  step(worker, 5, 16, 'work.completed', { quality });
  const unit = 'AHT';
  step(worker, 5, 17, 'economic.token_earned', { amount: Math.round(quality * 50), unit, reason: 'work accepted' });
  if (random() < 0.5) {
    step(worker, 5, 18, 'economic.token_spent', { amount: between(random, 5, 20), unit, reason: 'course' });
  }
}
