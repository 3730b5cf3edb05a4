import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue, type PendingEvent } from './event-queue.ts';

function pending(sequence: number, bytes: number): PendingEvent {
  return { eventId: String(sequence), json: Buffer.alloc(bytes, 0x61), sequence, arrivedMs: 0 };
}

test('whatever is put, taken and put back: the order stays and nothing is lost', () => {
  const step = fc.oneof(
    fc.record({ put: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ take: fc.integer({ min: 1, max: 9 }), back: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new EventQueue({ events: 20, bytes: 3_000 });
      const model: PendingEvent[] = [];
      let sequence = 0;
      for (const each of steps) {
        if ('put' in each) {
          if (!queue.hasRoom(each.put)) continue;
          const event = pending(++sequence, each.put);
          queue.put(event);
          model.push(event);
          continue;
        }
        const taken = queue.take({ events: each.take, bytes: 1_000 });
        expect(taken).toEqual(model.slice(0, taken.length));
        if (model.length > 0) expect(taken.length).toBeGreaterThan(0);
        if (taken.length > 1)
          expect(taken.reduce((sum, { json }) => sum + json.length + 1, 2)).toBeLessThanOrEqual(1_000);
        if (each.back) queue.putBack(taken);
        else model.splice(0, taken.length);
      }
      expect(queue.length).toBe(model.length);
      expect(queue.bytes).toBe(model.reduce((sum, { json }) => sum + json.length, 0));
      expect(queue.oldest).toBe(model[0]);
    }),
  );
});
