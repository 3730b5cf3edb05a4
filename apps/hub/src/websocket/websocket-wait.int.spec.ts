import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { greetedSocket } from './testing/ingest-socket.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 2_000 });
  await hub.sql`insert into checkpoint (processor, version, lane, "offset") select 'streak', '1.0.0', lane, 0 from lane`;
});

afterAll(() => hub?.stop());

describe('a message that waits for a read model', () => {
  it('is acknowledged at once, and told when it has been seen, while others go on', async () => {
    const { send, next, socket } = await greetedSocket(hub.url);
    send({ type: 'event', seq: 1, event: sentEventFixture(), wait: 'streak', wait_ms: 10_000 });
    expect(await next()).toMatchObject({ type: 'ack', seq: 1, verdict: { status: 'accepted' } });
    send({ type: 'batch', seq: 2, events: [sentEventFixture()] });
    expect(await next()).toMatchObject({ type: 'ack', seq: 2 });
    await hub.sql`update checkpoint set "offset" = lane.head from lane where lane.lane = checkpoint.lane`;
    const waited = { read_model: 'streak', seen: true, lag_events: 0 };
    expect(await next()).toEqual({ type: 'waited', seq: 1, waited });
    socket.close();
  });

  it('is told when the time is over', async () => {
    const { send, next, socket } = await greetedSocket(hub.url);
    const events = [sentEventFixture(), sentEventFixture()];
    send({ type: 'batch', seq: 1, events, wait: 'projected', wait_ms: 20 });
    expect(await next()).toMatchObject({ type: 'ack', seq: 1 });
    expect(await next()).toMatchObject({ type: 'waited', seq: 1, waited: { read_model: 'projected', seen: false } });
    socket.close();
  });

  it.each([
    ['an unknown read model', { wait: 'nothing' }, /There is no read model/],
    ['too long', { wait: 'projected', wait_ms: 60_000 }, /wait_ms/],
    ['no number', { wait: 'projected', wait_ms: 'soon' }, /wait_ms/],
    ['no text', { wait: 5 }, /"wait" as a text/],
  ])('for %s is told before anything of it is taken', async (_what, wanted, detail) => {
    const { send, next, closed } = await greetedSocket(hub.url);
    const event = sentEventFixture();
    send({ type: 'event', seq: 1, event, ...wanted });
    expect(await next()).toMatchObject({ type: 'error', problem: { detail: expect.stringMatching(detail) } });
    expect((await closed()).code).toBe(1008);
    expect(await hub.isStored(event['event_id'])).toBe(false);
  });
});
