import { randomUUID } from 'node:crypto';
import type {
  CorrectionAnswer,
  CorrectionKind,
  CorrectionState,
} from '@activity-hub/contracts/activity/event-correction';
import type { EventPage, EventRow, EventRowPage, MarkedEvent } from '@activity-hub/contracts/activity/event-search';
import type { UserTimeline } from '@activity-hub/contracts/activity/user-activity';
import { SUPERSEDED } from '@activity-hub/contracts/correction';
import type { Problem } from '@activity-hub/contracts/errors';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { Verdict } from '@activity-hub/contracts/receipt';
import { createPostgresEventStore } from '@activity-hub/db/event-store/postgres-event-store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type KeysHub, lesson, startKeysHub } from '../auth/testing/keys-hub.ts';
import { eventsOfHub } from '../cli/plugin/trial-events.ts';
import { operatorKey } from '../testing/operator-key.ts';
import { correctionEvent } from './correction-event.ts';

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
    const formless = { event: { timestamp: 'yesterday' }, reason };
    expect(await hub.call<Problem>('POST', `/activity/events/${id}/replace`, { body: formless })).toMatchObject({
      status: 422,
      body: { pointer: '/event/timestamp', detail: expect.stringContaining('must be RFC 3339') },
    });
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

describe('events that are read later', () => {
  const user_id = randomUUID();
  const marks = new Map<string, CorrectionKind | null>();

  /** As processing does it, which does not run here. */
  async function supersede(id: string): Promise<void> {
    const { body: target } = await hub.call<RecordedEvent>('GET', `/activity/events/${id}`);
    const correction = correctionEvent({ target, reason: 'follows no longer' }, new Date().toISOString());
    await createPostgresEventStore(hub.sql).append([{ ...correction, event_type: SUPERSEDED }]);
  }

  beforeAll(async () => {
    for (const kind of [null, 'voided', 'replaced', 'superseded'] as const)
      marks.set(await published({ user_id }), kind);
    const [, voided = '', replaced, superseded = ''] = marks.keys();
    await voidEvent(voided);
    const body = { event: { payload: { course_id: 'the right one' } }, reason };
    const { body: answer } = await hub.call<CorrectionAnswer>('POST', `/activity/events/${replaced}/replace`, { body });
    await supersede(superseded);
    const events = await hub.sql<{ event_id: string }[]>`select event_id from event where user_id = ${user_id}`;
    expect(events.map(({ event_id }) => event_id)).toContain(answer.replaced_by);
    // Corrections and the replacement count.
    for (const { event_id } of events) if (!marks.has(event_id)) marks.set(event_id, null);
    expect(marks.size).toBe(8);
  });

  type Listed = readonly Pick<MarkedEvent, 'event_id' | 'correction'>[];
  const marksOf = (items: Listed) => new Map(items.map(({ event_id, correction }) => [event_id, correction]));

  async function trpc<Page>(procedure: string): Promise<Page> {
    const path = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ user_id }))}`;
    return (await hub.call<{ readonly result: { readonly data: Page } }>('GET', path)).body.result.data;
  }
  const rest = async <Page>(path: string) => (await hub.call<Page>('GET', `/activity/${path}`)).body;
  const entriesOf = ({ days }: UserTimeline): readonly EventRow[] => days.flatMap(({ entries }) => entries);

  it.each<readonly [list: string, read: () => Promise<Listed>]>([
    ['GET /activity/events', async () => (await rest<EventPage>(`events?user_id=${user_id}`)).items],
    ['GET /activity/users/{user_id}/events', async () => (await rest<EventPage>(`users/${user_id}/events`)).items],
    ['GET /activity/users/{user_id}/timeline', async () => entriesOf(await rest(`users/${user_id}/timeline`))],
    ['events.search', async () => (await trpc<EventPage>('events.search')).items],
    ['events.rows', async () => (await trpc<EventRowPage>('events.rows')).items],
    ['users.events', async () => (await trpc<EventPage>('users.events')).items],
  ])('are marked in %s where they were taken back, and those that count are not', async (_, read) => {
    expect(marksOf(await read())).toEqual(marks);
  });

  it('are marked on every page', async () => {
    const read: MarkedEvent[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: EventPage = await rest(`users/${user_id}/events?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      read.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(read).toHaveLength(8);
    expect(marksOf(read)).toEqual(marks);
  });

  it('are marked where one is asked for, as a list has it', async () => {
    const { items } = await rest<EventPage>(`events?user_id=${user_id}`);
    for (const item of items) expect(await rest(`events/${item.event_id}`)).toEqual(item);
    const voided = items.find(({ correction }) => correction === 'voided');
    const path = `/activity/events/${voided?.event_id}/unmask`;
    expect((await hub.call('POST', path, { body: { reason } })).body).toMatchObject({ correction: 'voided' });
  });

  it('reach a plugin on trial without those that were taken back, and without the mark', async () => {
    vi.stubEnv('HUB_KEY', operatorKey);
    const topics = ['activity.learning.*'];
    const span = { topics, from: undefined, to: undefined, user: user_id, limit: 100 };
    const { events } = await eventsOfHub(hub.url, span, () => undefined);
    const counted = events.map(({ event_id }) => marks.get(event_id));
    expect(counted).toEqual([null, null]);
    expect(events.filter((event) => 'correction' in event)).toEqual([]);
    vi.unstubAllEnvs();
  });
});
