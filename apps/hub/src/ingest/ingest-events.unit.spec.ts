import { Readable } from 'node:stream';
import { HubError } from '@activity-hub/contracts/errors';
import type { AppendOutcome, EventToAppend } from '@activity-hub/db/event-store/event-store';
import { describe, expect, it } from 'vitest';
import { decodeBody, type SentEvent } from './decode-body.ts';
import { emptyDirectory } from './identity-directory.ts';
import { createIngest, type IngestPorts } from './ingest-events.ts';
import { ingestLines } from './ingest-lines.ts';
import type { RefusedToKeep } from './refused-to-keep.ts';
import { splitLines } from './split-lines.ts';
import { ingestRequestFixture } from './testing/arrival-fixture.ts';
import { catalogueSchemas } from './testing/catalogue-schemas.ts';
import { sentEventFixture } from './testing/sent-event-fixture.ts';

const accepted: AppendOutcome = {
  status: 'accepted',
  position: { lane: 1, offset: 1 },
  recorded_at: 'then',
  digest: 'd',
};

function ingestWith(given: Partial<IngestPorts> = {}) {
  const kept: RefusedToKeep[] = [];
  const committed: EventToAppend[][] = [];
  const ports: IngestPorts = {
    admit: () => undefined,
    commit: async (events) => {
      committed.push([...events]);
      return events.map(() => accepted);
    },
    keepRefused: async (refused) => void kept.push(...refused),
    now: () => Date.parse('2026-11-23T10:00:00.000Z'),
    hubTimeZone: 'UTC',
    schemas: catalogueSchemas,
    identity: emptyDirectory,
    observer: { prepared: () => undefined, answered: () => undefined },
    ...given,
  };
  return { ingest: createIngest(ports), kept, committed };
}

function sent(text: string): readonly SentEvent[] {
  const decoded = decodeBody(Buffer.from(text), 'batch');
  if ('fault' in decoded) throw new Error(decoded.fault.detail);
  return decoded.events;
}

describe('ingest', () => {
  it('commits the good events of a batch and keeps the others byte by byte', async () => {
    const { ingest, kept, committed } = ingestWith();
    const bad = `{"event_id":"e1", "source_system":"lms","event_type":"learning.exploded"}`;
    const good = JSON.stringify(sentEventFixture());
    const verdicts = await ingest.take(sent(`{"events":[${good}, ${bad} ,${good}]}`), ingestRequestFixture());
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['accepted', 'refused', 'accepted']);
    expect(verdicts[1]).toMatchObject({
      code: 'invalid_event',
      pointer: '/events/1/event_version',
      event_id: 'e1',
      refused_id: kept[0]?.refused_id,
    });
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({
      source_system: 'lms',
      event_type: 'learning.exploded',
      raw: Buffer.from(bad),
      raw_truncated: false,
    });
    expect(committed.flat()).toHaveLength(2);
  });

  it('finds a key that is named twice by counting', async () => {
    const { ingest, kept } = ingestWith();
    const double = JSON.stringify(sentEventFixture()).replace('"score":87.5', '"score":1,"score":2');
    expect(await ingest.take(sent(`[${double}]`), ingestRequestFixture())).toMatchObject([
      { status: 'refused', code: 'duplicate_key', pointer: '/0/payload/score' },
    ]);
    expect(kept[0]?.raw.toString()).toBe(double);
  });

  it('answers in the order sent across slices', async () => {
    const { ingest, committed } = ingestWith();
    const events = Array.from({ length: 1_700 }, (_, index) => (index % 5 === 0 ? 1 : sentEventFixture()));
    const verdicts = await ingest.take(sent(JSON.stringify(events)), ingestRequestFixture());
    expect(verdicts.map((verdict) => verdict.status)).toEqual(
      events.map((event) => (event === 1 ? 'refused' : 'accepted')),
    );
    expect(committed).toHaveLength(4);
  });

  it('keeps what the event log cannot store', async () => {
    const refusal: AppendOutcome = { status: 'refused', code: 'unstorable_event', detail: 'no' };
    const { ingest, kept } = ingestWith({ commit: async () => [refusal] });
    expect(await ingest.take(sent(JSON.stringify([sentEventFixture()])), ingestRequestFixture())).toMatchObject([
      { status: 'refused', code: 'unstorable_event', pointer: '/0' },
    ]);
    expect(kept).toHaveLength(1);
  });

  it('keeps no copy of an erased event', async () => {
    const { ingest, kept } = ingestWith({ commit: async () => [{ status: 'erased' }] });
    expect(await ingest.take(sent(JSON.stringify([sentEventFixture()])), ingestRequestFixture())).toMatchObject([
      { code: 'event_erased', refused_id: null },
    ]);
    expect(kept).toEqual([]);
  });

  it('fails the request when refused events cannot be kept', async () => {
    const { ingest } = ingestWith({ keepRefused: () => Promise.reject(new Error('gone')) });
    await expect(ingest.take(sent('[1]'), ingestRequestFixture())).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

describe('a stream of lines', () => {
  const options = { everyVerdict: false, signal: new AbortController().signal, request: ingestRequestFixture() };

  async function answersTo(lines: readonly string[], ports: Partial<IngestPorts> = {}, everyVerdict = false) {
    async function* bytes() {
      for (const line of lines) yield Buffer.from(`${line}\n`);
    }
    const { ingest } = ingestWith(ports);
    const portions = splitLines(Readable.from(bytes()), { idleMs: 1_000, signal: options.signal });
    const texts: string[] = await Readable.from(ingestLines(ingest, portions, { ...options, everyVerdict })).toArray();
    return texts
      .join('')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
  }

  const good = JSON.stringify(sentEventFixture());

  it('names the lines that were not stored and sums up', async () => {
    const answers = await answersTo([good, '', '{"a":', good, '[]']);
    expect(answers).toMatchObject([
      { line: 3, status: 'refused', code: 'malformed_json' },
      { line: 5, status: 'refused', code: 'not_an_object' },
      { summary: { accepted: 2, duplicates: 0, refused: 2, conflicts: 0, lines: 4 } },
    ]);
  });

  it('answers every line when asked', async () => {
    expect((await answersTo([good, good], {}, true)).map((answer) => answer['line'])).toEqual([1, 2, undefined]);
  });

  it('waits for room where a single request is refused', async () => {
    let refusals = 3;
    const admit = (): void => {
      if (refusals-- > 0) throw new HubError('overloaded', 'full');
    };
    expect((await answersTo([good], { admit })).at(-1)).toMatchObject({ summary: { accepted: 1 } });
  });

  it('throws what fails before the first answer, and tells what fails later in the last line', async () => {
    const commit = (): Promise<never> => Promise.reject(new HubError('store_unavailable', 'gone'));
    await expect(answersTo([good], { commit })).rejects.toMatchObject({ code: 'store_unavailable' });
    let calls = 0;
    const second = async (events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> => {
      if (++calls > 1) throw new HubError('store_unavailable', 'gone');
      return events.map(() => accepted);
    };
    const lines = ['{', good, ...Array.from({ length: 600 }, () => good)];
    const answers = await answersTo(lines, { commit: second }, true);
    expect(answers.at(-1)).toMatchObject({ error: { code: 'store_unavailable' } });
  });
});
