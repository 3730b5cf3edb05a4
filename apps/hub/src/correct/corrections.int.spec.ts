import { randomUUID } from 'node:crypto';
import type { CorrectionAnswer, CorrectionState } from '@activity-hub/contracts/activity/event-correction';
import type { EventRowPage } from '@activity-hub/contracts/activity/event-search';
import type { UserTimeline } from '@activity-hub/contracts/activity/user-activity';
import type { Problem } from '@activity-hub/contracts/errors';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Verdict } from '@activity-hub/contracts/receipt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeysHub, lesson, startKeysHub } from '../auth/testing/keys-hub.ts';

let hub: KeysHub;

beforeAll(async () => {
  hub = await startKeysHub();
});

afterAll(() => hub?.stop());

async function published(over: Record<string, unknown> = {}): Promise<string> {
  const { body } = await hub.call<Verdict>('POST', '/activity/events', { body: { ...lesson(), ...over } });
  if (!('receipt' in body)) throw new Error(`Not published: ${JSON.stringify(body)}`);
  return body.receipt.event_id;
}

const reason = 'sent for the wrong course';
const voidEvent = <Body = CorrectionAnswer>(id: string, key?: string) =>
  hub.call<Body>('POST', `/activity/events/${id}/void`, { body: { reason }, ...(key === undefined ? {} : { key }) });

interface Listed {
  readonly result: { readonly data: EventRowPage };
}

describe('an event that is taken back', () => {
  it('stays in the log, with its correction behind it in its lane; a repeat is the same correction', async () => {
    const id = await published();
    const first = await voidEvent(id);
    expect(first).toMatchObject({ status: 200, body: { event_id: id, replaced_by: null, duplicate: false } });
    const again = await voidEvent(id);
    expect(again.body).toEqual({ ...first.body, duplicate: true });
    const state = await hub.call<CorrectionState>('GET', `/activity/events/${id}/correction`);
    expect(state.body.correction).toMatchObject({ kind: 'voided', reason, correction_id: first.body.correction_id });
    const places = await hub.sql`
      select lane, "offset" from event where event_id in (${id}, ${first.body.correction_id}) order by "offset"`;
    expect(places[0]?.['lane']).toBe(places[1]?.['lane']);
    const audited = await hub.sql`select action, after from audit_entry where subject = ${`event:${id}`}`;
    expect([...audited]).toEqual([{ action: 'event.voided', after: { reason } }]);
  });

  it('lies in the lane of its correction also where it has neither user nor session', async () => {
    const id = await published({ user_id: null, session_id: null });
    const { body } = await voidEvent(id);
    const lanes = await hub.sql`select distinct lane from event where event_id in (${id}, ${body.correction_id})`;
    expect(lanes).toHaveLength(1);
  });

  it('can be replaced by one that says what is right, checked as every event is', async () => {
    const id = await published();
    const wrong = { event: { event_type: 'activity.learning.made_up' }, reason };
    const refused = await hub.call<Problem>('POST', `/activity/events/${id}/replace`, { body: wrong });
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_correctable', pointer: '/event/event_type' } });
    const body = { event: { payload: { course_id: 'the right one' } }, reason };
    const { body: answer } = await hub.call<CorrectionAnswer>('POST', `/activity/events/${id}/replace`, { body });
    expect(answer).toMatchObject({ event_id: id, duplicate: false, replaced_by: expect.any(String) });
    const { body: kept } = await hub.call<RecordedEvent>('GET', `/activity/events/${id}`);
    const { body: now } = await hub.call<RecordedEvent>('GET', `/activity/events/${answer.replaced_by}`);
    expect(now).toMatchObject({ user_id: kept.user_id, timestamp: kept.timestamp, payload: body.event.payload });
    const repeated = await hub.call<CorrectionAnswer>('POST', `/activity/events/${id}/replace`, { body });
    expect(repeated.body).toEqual({ ...answer, duplicate: true });
    expect((await voidEvent<Problem>(id)).body.code).toBe('already_corrected');
  });

  it('is marked in the lists of events, and those that count are not', async () => {
    const user_id = randomUUID();
    const [counts, taken] = [await published({ user_id }), await published({ user_id })];
    await voidEvent(taken);
    const input = encodeURIComponent(JSON.stringify({ user_id }));
    const { body: listed } = await hub.call<Listed>('GET', `/trpc/events.rows?input=${input}`);
    const { body: timeline } = await hub.call<UserTimeline>('GET', `/activity/users/${user_id}/timeline`);
    for (const rows of [listed.result.data.items, timeline.days.flatMap(({ entries }) => entries)]) {
      const marks = new Map(rows.map(({ event_id, correction }) => [event_id, correction]));
      expect([marks.get(counts), marks.get(taken)]).toEqual([null, 'voided']);
    }
  });

  it('may be taken back by its own source and by admins only', async () => {
    const id = await published();
    const { secret: other } = await hub.make({ name: 'club', source: 'club' });
    expect((await voidEvent<Problem>(id, other)).body.code).toBe('source_not_allowed');
    const { secret: own } = await hub.make();
    expect((await voidEvent(id, own)).status).toBe(200);
  });

  it('is refused by name where nobody may: unknown ids, corrections, short reasons, made by producers', async () => {
    expect((await voidEvent<Problem>(randomUUID())).body.code).toBe('not_found');
    const { body } = await voidEvent(await published());
    expect((await voidEvent<Problem>(body.correction_id)).body.code).toBe('not_correctable');
    const short = await hub.call<Problem>('POST', `/activity/events/${randomUUID()}/void`, { body: { reason: '?' } });
    expect(short).toMatchObject({ status: 422, body: { code: 'invalid_input', pointer: '/reason' } });
    const forged = { ...lesson(), event_type: 'activity.correction.voided', payload: { event_id: randomUUID() } };
    const refused = await hub.call<Problem>('POST', '/activity/events', { body: forged });
    expect(refused).toMatchObject({ status: 422, body: { code: 'reserved_event_type' } });
  });
});
