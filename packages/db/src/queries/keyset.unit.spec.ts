import { HubError } from '@activity-hub/contracts/errors';
import { encodeKeysetCursor } from '@activity-hub/contracts/keyset-cursor';
import { describe, expect, test } from 'vitest';
import { pageOf, readCursor } from './keyset.ts';

const at = '2026-11-23T10:00:00.123456Z';
const id = '0190f0c0-0000-7000-8000-000000000001';
const cursorOf = (timestamp: string, eventId: string) => encodeKeysetCursor({ timestamp, event_id: eventId });

describe('readCursor', () => {
  test('reads what a page gave out', () => {
    const page = pageOf(
      [
        { at, id },
        { at, id },
      ],
      1,
      (row) => row,
    );
    expect(readCursor(page.next ?? undefined)).toEqual({ at, id });
  });

  test.each([
    ['empty', ''],
    ['garbage', '!!!'],
    ['another text', Buffer.from('hello').toString('base64url')],
    ['no instant', cursorOf('1', id)],
    ['an instant that does not exist', cursorOf('2026-02-30T10:00:00.000000Z', id)],
    ['an instant PostgreSQL refuses', cursorOf('0000-01-01T00:00:00.000000Z', id)],
    ['milliseconds', cursorOf('2026-11-23T10:00:00.123Z', id)],
    ['no id', cursorOf(at, '------------------------------------')],
    ['a day cursor', Buffer.from('d1|2026-01-01').toString('base64url')],
  ])('refuses %s', (_, cursor) => {
    expect(() => readCursor(cursor)).toThrow(HubError);
    expect(() => readCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor', pointer: '/cursor' }));
  });
});

describe('pageOf', () => {
  const rows = [1, 2, 3].map((n) => ({ at, id: id.replace(/.$/, String(n)) }));

  test('says that there is more only when there is', () => {
    expect(pageOf(rows, 3, (row) => row)).toEqual({ rows, next: null });
    expect(pageOf(rows, 2, (row) => row)).toMatchObject({ rows: rows.slice(0, 2), next: expect.any(String) });
    expect(pageOf([], 2, (row: (typeof rows)[0]) => row)).toEqual({ rows: [], next: null });
  });
});
