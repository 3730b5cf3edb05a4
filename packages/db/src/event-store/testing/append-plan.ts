import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { EventToAppend } from '../event-store.ts';
import { eventFixture } from './event-fixtures.ts';

interface PlannedEvent {
  readonly id: number;
  readonly user: number | null;
  readonly content: number;
  readonly source: string;
}

/** One batch of one writer, and how its transaction ends. */
export interface PlannedAppend {
  readonly events: readonly PlannedEvent[];
  readonly mode: 'append' | 'hold and commit' | 'hold and roll back';
}

/**
 * Writers that get in each other's way: ids from a small pool, so that the same id comes at the same
 * time, twice in a batch, with other content, from another source and for other users (other lanes).
 */
export function appendPlans(): fc.Arbitrary<readonly (readonly PlannedAppend[])[]> {
  const event = fc.record({
    id: fc.nat({ max: 40 }),
    user: fc.option(fc.nat({ max: 4 }), { freq: 8 }),
    content: mostly(0, 1),
    source: mostly('lms', 'crm'),
  });
  const append = fc.record({
    events: fc.array(event, { minLength: 1, maxLength: 12 }),
    mode: fc.oneof(
      { weight: 4, arbitrary: fc.constant<PlannedAppend['mode']>('append') },
      { weight: 1, arbitrary: fc.constant<PlannedAppend['mode']>('hold and commit') },
      { weight: 1, arbitrary: fc.constant<PlannedAppend['mode']>('hold and roll back') },
    ),
  });
  return fc.array(fc.array(append, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 });
}

function mostly<Value>(usual: Value, rare: Value): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(rare) });
}

/** The events of a planned batch. `run` sets one execution apart: the log it runs on is not empty. */
export function plannedEvents(run: string, planned: PlannedAppend): readonly EventToAppend[] {
  return planned.events.map(({ id, user, content, source }) =>
    eventFixture({
      event_id: uuidOf(`${run} event ${id}`),
      user_id: user === null ? null : uuidOf(`${run} user ${user}`),
      payload: `{"content": ${content}}`,
      source_system: source,
    }),
  );
}

function uuidOf(name: string): string {
  const hex = createHash('sha1').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
