import type { UpcastStep } from '@activity-hub/contracts/schema/upcaster';
import { describe, expect, it } from 'vitest';
import { upcast } from './upcast-payload.ts';

type Case = readonly [name: string, payload: Record<string, unknown>, step: UpcastStep, after: unknown];

const cases: readonly Case[] = [
  ['renames', { a: 1, b: 2 }, { step: 'rename', path: '/a', name: 'c' }, { c: 1, b: 2 }],
  ['renames inside', { a: { b: 1 } }, { step: 'rename', path: '/a/b', name: 'c/d' }, { a: { 'c/d': 1 } }],
  ['renames nothing', { b: 2 }, { step: 'rename', path: '/a', name: 'c' }, { b: 2 }],
  ['moves and makes the way', { a: 1 }, { step: 'move', from: '/a', to: '/x/y' }, { x: { y: 1 } }],
  ['moves null too', { a: null }, { step: 'move', from: '/a', to: '/b' }, { b: null }],
  ['gives what is missing', {}, { step: 'default', path: '/a/b', value: [1] }, { a: { b: [1] } }],
  ['leaves what is there', { a: null }, { step: 'default', path: '/a', value: 1 }, { a: null }],
  ['removes', { a: 1, b: 2 }, { step: 'remove', path: '/a' }, { b: 2 }],
  ['maps values', { a: 'y' }, { step: 'map', path: '/a', values: [{ from: 'y', to: true }] }, { a: true }],
  ['leaves other values', { a: 'z' }, { step: 'map', path: '/a', values: [{ from: 'y', to: true }] }, { a: 'z' }],
  ['makes numbers', { a: '1.50' }, { step: 'convert', path: '/a', to: 'number' }, { a: 1.5 }],
  ['makes texts', { a: 1.5 }, { step: 'convert', path: '/a', to: 'string' }, { a: '1.5' }],
  ['leaves null', { a: null }, { step: 'convert', path: '/a', to: 'number' }, { a: null }],
  ['changes units', { a: 3 }, { step: 'multiply', path: '/a', by: 0.1 }, { a: 0.3 }],
  ['reaches into lists', { a: [{ b: 2 }] }, { step: 'multiply', path: '/a/0/b', by: 2 }, { a: [{ b: 4 }] }],
];

const impossible: readonly Case[] = [
  ['a name that is taken', { a: 1, b: 2 }, { step: 'rename', path: '/a', name: 'b' }, '/b is there already'],
  [
    'a way through a number',
    { a: 1, b: 2 },
    { step: 'move', from: '/b', to: '/a/b' },
    '/a/b leads through something that is no object',
  ],
  ['a text that is no number', { a: 'x' }, { step: 'convert', path: '/a', to: 'number' }, '/a is no number'],
  ['an empty text', { a: '' }, { step: 'convert', path: '/a', to: 'number' }, '/a is no number'],
  ['a list as a text', { a: [] }, { step: 'convert', path: '/a', to: 'string' }, '/a is no single value'],
  [
    'a product beyond all numbers',
    { a: 1e308 },
    { step: 'multiply', path: '/a', by: 1e10 },
    'the product is too large',
  ],
  [
    'an element of a list',
    { a: [1] },
    { step: 'remove', path: '/a/0' },
    '/a/0 is an element of a list, which keeps its places',
  ],
  ['the prototype', { a: 1 }, { step: 'move', from: '/a', to: '/__proto__/x' }, '/__proto__/x is not allowed'],
];

describe('upcast', () => {
  it.each<Case>(cases)('%s', (_name, payload, step, after) => {
    const before = structuredClone(payload);
    expect(upcast(payload, [step])).toEqual({ payload: after });
    expect(payload).toEqual(before);
  });

  it.each<Case>(impossible)('refuses %s', (_name, payload, step, reason) => {
    expect(upcast(payload, [{ step: 'remove', path: '/none' }, step])).toEqual({ failed: { step: 1, reason } });
  });

  it('does the steps in order', () => {
    const steps: UpcastStep[] = [
      { step: 'rename', path: '/ms', name: 'seconds' },
      { step: 'convert', path: '/seconds', to: 'number' },
      { step: 'multiply', path: '/seconds', by: 0.001 },
    ];
    expect(upcast({ ms: '1500' }, steps)).toEqual({ payload: { seconds: 1.5 } });
  });
});
