import type { RecordedEvent } from '@activity-hub/contracts/event';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskEvent, touchesPersonal } from './mask-event.ts';

function maskedPayload(payload: object, ...pointers: readonly string[]): object {
  const event = { event_type: 'a.b', payload: payload as RecordedEvent['payload'], metadata: {} };
  return maskEvent(event, () => pointers).payload;
}

describe('maskEvent', () => {
  test.each([
    [{ email: 'a@b' }, ['/email'], { email: '[masked]' }],
    [{ email: null }, ['/email'], { email: null }],
    [{ a: { b: 1, c: 2 } }, ['/a/b'], { a: { b: '[masked]', c: 2 } }],
    [{ a: [{ b: 1 }, { b: 2, c: 3 }] }, ['/a/*/b'], { a: [{ b: '[masked]' }, { b: '[masked]', c: 3 }] }],
    [{ a: ['x', 'y'] }, ['/a/*'], { a: ['[masked]', '[masked]'] }],
    [{ a: { b: [1] } }, ['/a'], { a: '[masked]' }],
    [{ 'a/b': 1, '~': 2 }, ['/a~1b', '/~0'], { 'a/b': '[masked]', '~': '[masked]' }],
    [{ a: 'text' }, ['/a/b'], { a: 'text' }],
    [{ a: 1 }, ['/missing'], { a: 1 }],
    [{ a: { b: 1 } }, ['/a', '/a/b'], { a: '[masked]' }],
  ])('%j at %j', (payload, pointers, expected) => {
    expect(maskedPayload(payload, ...pointers)).toEqual(expected);
  });

  test('keeps keys that JavaScript has a meaning for', () => {
    const payload = JSON.parse('{"__proto__":{"secret":1},"a":2}') as object;
    expect(JSON.stringify(maskedPayload(payload, '/a'))).toBe('{"__proto__":{"secret":1},"a":"[masked]"}');
    expect(JSON.stringify(maskedPayload(payload, '/constructor'))).toBe(JSON.stringify(payload));
  });

  test('masks where somebody was and with what, and leaves the rest of the metadata', () => {
    const event = { event_type: 'a.b', payload: {}, metadata: { ip_address: '::1', user_agent: 'x', locale: 'ru' } };
    expect(maskEvent(event, () => []).metadata).toEqual({
      ip_address: '[masked]',
      user_agent: '[masked]',
      locale: 'ru',
    });
    expect(event.metadata.ip_address).toBe('::1');
  });

  test('leaves nothing of what is personal, wherever it lies', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(path, fc.object({ key: fc.constantFrom('a', 'b', 'c') }), (parts, rest) => {
        const payload = parts.reduceRight<unknown>((inner, part) => ({ ...rest, [part]: inner }), 'the secret');
        const pointer = `/${parts.join('/')}`;
        expect(JSON.stringify(maskedPayload(payload as object, pointer))).not.toContain('the secret');
      }),
    );
  });
});

test.each([
  [['email'], ['/email'], true],
  [['a'], ['/a/b'], true],
  [['a', 'b', 'c'], ['/a/b'], true],
  [['a', 'c'], ['/a/b'], false],
  [['list'], ['/list/*'], true],
  [['list', 'x', 'email'], ['/list/*/email'], true],
  [['other'], ['/email', '/a/b'], false],
  [['email'], [], false],
])('a question about %j touches %j: %s', (path, pointers, touches) => {
  expect(touchesPersonal(path, pointers)).toBe(touches);
});
