import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentEventFixture } from '../ingest/testing/sent-event-fixture.ts';
import { type IngestHub, startIngestHub } from '../testing/ingest-hub.ts';
import { asOperator } from '../testing/operator-key.ts';

let hub: IngestHub;

beforeAll(async () => {
  hub = await startIngestHub({ bodyTimeoutMs: 400 });
});

afterAll(() => hub.stop());

const eventText = (given: Readonly<Record<string, unknown>> = {}): string => JSON.stringify(sentEventFixture(given));

describe('one event', () => {
  it('is durable when it is accepted, answers a repeat with the first receipt, and refuses other content', async () => {
    const event = sentEventFixture();
    const first = await hub.single(JSON.stringify(event));
    expect([first.status, first.json]).toMatchObject([201, { status: 'accepted', duplicate: false }]);
    expect(await hub.isStored(event['event_id'])).toBe(true);
    const repeat = await hub.single(JSON.stringify({ ...event, timestamp: '2026-06-01T13:00:00+03:00' }));
    expect([repeat.status, repeat.json]).toMatchObject([200, { status: 'duplicate', receipt: first.json['receipt'] }]);
    const conflict = await hub.single(JSON.stringify({ ...event, payload: { lesson_id: 'other' } }));
    expect(conflict).toMatchObject({ status: 409, type: expect.stringContaining('application/problem+json') });
    expect(conflict.json).toMatchObject({
      code: 'event_id_conflict',
      kept_digest: expect.any(String),
      sent_digest: expect.any(String),
    });
    const foreign = await hub.single(JSON.stringify({ ...event, source_system: 'crm' }));
    expect(foreign.json).not.toHaveProperty('kept_digest');
  });

  it('may come compressed', async () => {
    expect((await hub.post('/activity/events', gzipSync(eventText()), { 'content-encoding': 'gzip' })).status).toBe(
      201,
    );
  });

  it('counts once in the metrics however often it is sent', async () => {
    const metrics = await (await fetch(`${hub.url}/activity/metrics`, { headers: asOperator })).text();
    expect(metrics).toMatch(/hub_ingest_events_total\{outcome="accepted"\} \d+/);
    expect(metrics).toMatch(/hub_commit_duration_seconds_count \d+/);
    expect(metrics).toContain('hub_ingest_queue_events 0');
  });
});

describe('a stream of lines', () => {
  it('stores every good line and tells every bad one', async () => {
    const good = Array.from({ length: 1_200 }, () => eventText());
    const body = [
      ...good.slice(0, 700),
      '{"a":',
      '',
      ...good.slice(700),
      eventText({ event_type: 'learning.exploded' }),
    ].join('\n');
    expect(await hub.lines(body)).toMatchObject([
      { line: 701, status: 'refused', code: 'malformed_json' },
      { line: 1_203, status: 'refused', code: 'unknown_event_type', pointer: '/event_type' },
      { summary: { accepted: 1_200, duplicates: 0, refused: 2, conflicts: 0, lines: 1_202 } },
    ]);
    expect(await hub.lines(gzipSync(good.join('\n')), { 'content-encoding': 'gzip' })).toMatchObject([
      { summary: { duplicates: 1_200 } },
    ]);
  });

  it('answers every line when asked to', async () => {
    const answers = await hub.lines(`${eventText()}\n${eventText()}\n`, {}, '?verdicts=all');
    expect(answers).toMatchObject([
      { line: 1, status: 'accepted' },
      { line: 2, status: 'accepted' },
      { summary: { lines: 2 } },
    ]);
  });

  it('refuses a line that is too long and goes on', async () => {
    const long = eventText({ payload: { lesson_id: 'l', text: 'x'.repeat(400_000) } });
    expect(await hub.lines(`${long}\n${eventText()}`)).toMatchObject([
      { line: 1, code: 'event_too_large' },
      { summary: { accepted: 1, refused: 1 } },
    ]);
  });
});
