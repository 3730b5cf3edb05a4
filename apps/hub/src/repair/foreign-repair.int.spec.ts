import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOperator, type PeopleHub, startPeopleHub } from '../auth/testing/people-hub.ts';

/** Repair happens in the words of who sent it: the adapter that read the refused text reads the edited one. */
interface Foreign {
  readonly format: string;
  readonly surface: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the key that sends. */
  readonly source: string;
  readonly sent: Readonly<Record<string, unknown>>;
  readonly code: string;
  readonly edited: Readonly<Record<string, unknown>>;
  readonly eventType: string;
  /** Something of the payload that only the right adapter would find. */
  readonly payload: Readonly<Record<string, unknown>>;
}

const person = '0b8f2c7e-1f6d-4b8e-9a55-4a3f0e6d7c21';
const cloudEvent = {
  specversion: '1.0',
  id: randomUUID(),
  source: 'https://lms.example.org',
  type: 'activity.learning.lesson_done',
  time: '2026-06-01T10:00:00Z',
  data: { lesson_id: 'l1', course_id: 'c1' },
};
const statement = {
  id: randomUUID(),
  actor: { account: { homePage: 'https://lms.example.org', name: person } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/levitated' },
  object: { id: 'https://lms.example.org/lessons/l1' },
  timestamp: '2026-06-01T10:00:00Z',
};
const track = {
  type: 'track',
  event: 'Lesson Levitated',
  messageId: randomUUID(),
  userId: 'u1',
  timestamp: '2026-06-01T10:00:00Z',
  properties: { lesson_id: 'l1' },
};
const webhook = { event: 'login.before', flow_id: randomUUID(), identity_id: person, method: 'password' };

const formats: readonly Foreign[] = [
  {
    format: 'cloudevents',
    surface: 'cloudevents',
    path: '/activity/events',
    headers: { 'content-type': 'application/cloudevents+json' },
    source: 'lms',
    sent: cloudEvent,
    code: 'unknown_event_type',
    edited: { ...cloudEvent, type: 'activity.learning.lesson_completed' },
    eventType: 'activity.learning.lesson_completed',
    payload: cloudEvent.data,
  },
  {
    format: 'xapi',
    surface: 'xapi',
    path: '/xapi/statements',
    headers: { 'x-experience-api-version': '1.0.3' },
    source: 'lms',
    sent: statement,
    code: 'unknown_verb',
    edited: { ...statement, verb: { id: 'http://adlnet.gov/expapi/verbs/completed' } },
    eventType: 'activity.learning.lesson_completed',
    payload: { lesson_id: 'https://lms.example.org/lessons/l1' },
  },
  {
    format: 'segment',
    surface: 'segment',
    path: '/v1/batch',
    headers: {},
    source: 'crm',
    sent: track,
    code: 'unknown_event_type',
    edited: { ...track, event: 'Lesson Completed' },
    eventType: 'activity.learning.lesson_completed',
    payload: { lesson_id: 'l1' },
  },
  {
    format: 'ory',
    surface: 'ory',
    path: '/ory/webhooks',
    headers: {},
    source: 'ory',
    sent: webhook,
    code: 'unknown_event_type',
    edited: { ...webhook, event: 'login.after' },
    eventType: 'activity.system.user_logged_in',
    payload: { method: 'password' },
  },
];

let hub: PeopleHub;

beforeAll(async () => {
  hub = await startPeopleHub({}, ['ingest', 'query']);
});
afterAll(() => hub?.stop());

const get = async (path: string) => (await hub.send(path, { headers: asOperator })).json;
const post = async (path: string, body: unknown) => hub.send(path, { method: 'POST', body, headers: asOperator });

async function keyOf(source: string): Promise<Record<string, string>> {
  const wanted = { name: `${source} ${randomUUID()}`, source, permissions: ['write'], event_types: ['activity.**'] };
  const { json } = await post('/activity/keys', wanted);
  return { authorization: `Bearer ${String(json['secret'])}` };
}

const eventsOf = (source: string) => hub.sql`select event_id, event_type, source_system, payload from event
  where source_system = ${source} order by lane, "offset"`;

test.each(formats)('what came as $format is found, read, edited and published in it, once', async (foreign) => {
  const { format, surface, path, headers, source, sent, code, edited, eventType, payload } = foreign;
  const body = path === '/v1/batch' ? { batch: [sent] } : sent;
  const before = await eventsOf(source);
  const key = await keyOf(source);
  await hub.send(path, { method: 'POST', body, headers: { ...headers, ...key } });

  const page = await get(`/activity/refused?state=open&source=${source}&code=${code}`);
  expect(page['items']).toMatchObject([{ format, surface, source_system: source, code }]);
  const [{ refused_id: refusedId }] = page['items'] as [{ refused_id: string }];
  const kept = await get(`/activity/refused/${refusedId}`);
  expect(kept).toMatchObject({ format, raw_encoding: 'utf8', raw_truncated: false });
  expect(JSON.parse(String(kept['raw']))).toEqual(sent);

  const text = JSON.stringify(edited);
  const tried = await post(`/activity/refused/${refusedId}/revalidate`, { text });
  expect(tried).toMatchObject({ status: 200, json: { ok: true, events: 1, fault: null } });
  expect(await eventsOf(source)).toEqual(before);

  const done = await post(`/activity/refused/${refusedId}/resubmit`, { text });
  expect(done.json).toMatchObject({ status: 'resubmitted', duplicate: false, repeated: false, events: 1 });
  const event_id = String(done.json['event_id']);
  expect(tried.json['event_id']).toBe(event_id);
  const fresh = (await eventsOf(source)).filter((row) => !before.some((old) => old['event_id'] === row['event_id']));
  expect(fresh).toMatchObject([{ event_id, event_type: eventType, source_system: source, payload }]);

  const again = await post(`/activity/refused/${refusedId}/resubmit`, { text: '{}' });
  expect(again.json).toMatchObject({ status: 'resubmitted', event_id, repeated: true });
  // The producer corrects itself as well: the same id, so the event of the repair.
  const repeat = path === '/v1/batch' ? { batch: [edited] } : edited;
  const corrected = await hub.send(path, { method: 'POST', body: repeat, headers: { ...headers, ...key } });
  expect(corrected.status).toBeLessThan(300);
  expect(await eventsOf(source)).toHaveLength(before.length + 1);
});
