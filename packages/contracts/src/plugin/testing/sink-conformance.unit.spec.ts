import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RecordedEvent } from '../../event.ts';
import type { DeliveryResult, Sink, SinkConnection } from '../sink.ts';
import { recordedEventFixture } from './recorded-event-fixture.ts';
import { type SinkTarget, sinkConformance } from './sink-conformance.ts';

/** The kit is a guard, so each demand is shown to fail on a sink that breaks it. */
const events = [1, 2, 3].map((hour) => recordedEventFixture({ timestamp: `2026-05-04T0${hour}:00:00.000Z` }));
const config = z.strictObject({ password: z.string().default('').meta({ secret: true }) });

class Box {
  readonly held: string[] = [];
  mode: 'well' | 'ill' | 'silent' = 'well';
  refused = '';

  turn(mode: Box['mode']): void {
    this.mode = mode;
  }

  refuse(eventId: string): void {
    this.refused = eventId;
  }
}

type Deliver = SinkConnection['deliver'];

function sinkInto(box: { current: Box }, broken: (deliver: Deliver, box: Box) => Deliver, close = async () => {}) {
  const sink: Sink<z.infer<typeof config>> = {
    manifest: {
      id: 'box',
      version: '1.0.0',
      kind: 'sink',
      hub: '^0.1.0',
      title: { en: 'Box', ru: 'Ящик' },
      description: { en: 'Holds ids.', ru: 'Хранит идентификаторы.' },
      config,
      topics: ['activity.**'],
      scope: 'stream',
      windows: [],
      emits: [],
    },
    async connect(_settings, { signal }) {
      const { current } = box;
      const put = ({ event_id }: RecordedEvent): DeliveryResult => {
        if (current.mode === 'ill') return { event_id, outcome: 'retry', reason: 'it is ill' };
        if (current.refused === event_id) return { event_id, outcome: 'reject', reason: 'it is refused' };
        if (!current.held.includes(event_id)) current.held.push(event_id);
        return { event_id, outcome: 'delivered' };
      };
      const deliver: Deliver = async (batch) => {
        if (current.mode !== 'silent') return batch.map(put);
        await new Promise((done) => signal.addEventListener('abort', done));
        return batch.map(({ event_id }) => ({ event_id, outcome: 'retry', reason: 'it was stopped' }));
      };
      return { deliver: broken(deliver, current), close };
    },
  };
  return sink;
}

async function failures(broken: (deliver: Deliver, box: Box) => Deliver, close?: () => Promise<void>) {
  const box = { current: new Box() };
  const open = async (): Promise<SinkTarget> => {
    const current = new Box();
    box.current = current;
    return {
      config: { password: 'open-sesame' },
      received: async () => current.held,
      violations: () => [],
      fail: () => current.turn('ill'),
      hang: () => current.turn('silent'),
      refuse: (id) => current.refuse(id),
      recover: () => current.turn('well'),
      stop: async () => {},
    };
  };
  const failed: string[] = [];
  for (const { name, run } of sinkConformance(sinkInto(box, broken, close), { events, open })) {
    await run().catch(() => void failed.push(name));
  }
  return failed;
}

describe('sink conformance', () => {
  test('a well-behaved sink passes', async () => expect(await failures((deliver) => deliver)).toEqual([]));

  test('a result that is missing', async () => {
    const failed = await failures((deliver) => async (batch) => (await deliver(batch)).slice(1));
    expect(failed).toContain('gives one result per event, and the target has each once');
  });

  test('a delivery that did not happen', async () => {
    const lie: Deliver = async (batch) => batch.map(({ event_id }) => ({ event_id, outcome: 'delivered' }));
    expect(await failures(() => lie)).toContain('gives one result per event, and the target has each once');
  });

  test('a failure that throws', async () => {
    const failed = await failures((deliver, box) => async (batch) => {
      if (box.mode === 'ill') throw new Error('it is ill');
      return deliver(batch);
    });
    expect(failed).toContain('answers a failing target with retry, and delivers when it is well');
  });

  test('a whole batch rejected for one event', async () => {
    const failed = await failures((deliver) => async (batch) => {
      const results = await deliver(batch);
      const rejected = results.find((result) => result.outcome === 'reject');
      return rejected === undefined ? results : results.map(({ event_id }) => ({ ...rejected, event_id }));
    });
    expect(failed).toContain('rejects only the event that the target refuses');
  });

  test('a wait without an end', async () => {
    const failed = await failures((deliver, box) => async (batch) => {
      if (box.mode === 'silent') await new Promise(() => {});
      return deliver(batch);
    });
    expect(failed).toEqual(['ends its waits when it is told to stop']);
  });

  test('a secret in a reason', async () => {
    const failed = await failures(
      (deliver) => async (batch) =>
        (await deliver(batch)).map((result) =>
          result.outcome === 'retry' ? { ...result, reason: 'open-sesame did not work' } : result,
        ),
    );
    expect(failed).toContain('answers a failing target with retry, and delivers when it is well');
  });

  test('a second close that throws', async () => {
    let closed = 0;
    const failed = await failures(
      (deliver) => deliver,
      async () => {
        if (++closed > 1) throw new Error('closed already');
      },
    );
    expect(failed).toContain('closes twice, and after a failure');
  });
});
