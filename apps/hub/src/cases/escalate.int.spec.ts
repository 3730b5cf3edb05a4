import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KeysHub, startKeysHub } from '../auth/testing/keys-hub.ts';

let hub: KeysHub;
const caseId = randomUUID();
const user = randomUUID();

beforeAll(async () => {
  hub = await startKeysHub();
  await hub.sql`
    insert into anomaly_case (case_id, detector, detector_version, kind, key, user_id, severity, status, score, findings,
      first_seen_at, last_seen_at, evidence, event_ids)
    values (${caseId}, 'overactivity', '1.0.0', 'burnout', ${user}, ${user}, 'high', 'open', 0.9, 1, now(), now(), '{}',
      array[]::uuid[])`;
});
afterAll(() => hub?.stop());

const escalate = (key?: string) =>
  hub.call<{ event_id: string; duplicate: boolean }>('POST', `/activity/anomalies/${caseId}/escalate`, {
    body: { reason: 'call him today' },
    ...(key === undefined ? {} : { key }),
  });

it('is an event of the person, once for what is known of the case', async () => {
  const { status, body } = await escalate();
  expect(status).toBe(200);
  expect(body.duplicate).toBe(false);
  const event = (await hub.call<RecordedEvent>('GET', `/activity/events/${body.event_id}`)).body;
  expect(event).toMatchObject({ event_type: 'activity.case.escalated', user_id: user, origin: 'system' });
  expect(event.payload).toMatchObject({ case_id: caseId, detector: 'overactivity', kind: 'burnout', severity: 'high' });
  expect((await escalate()).body).toMatchObject({ event_id: body.event_id, duplicate: true });
  const audited = await hub.sql`select action from audit_entry where subject = ${`case:${caseId}`}`;
  expect(audited.length).toBe(2);
});

it('is not for keys that only read', async () => {
  const { secret } = await hub.make({ permissions: ['read'] });
  expect((await escalate(secret)).status).toBe(403);
});
