import { compileTemplate } from '@activity-hub/contracts/filter/transform-template';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import type { DeliveryRow } from '@activity-hub/db/deliveries/delivery-row';
import { expect, it } from 'vitest';
import { deliveryBody } from './delivery-body.ts';

const event = recordedEventFixture({ payload: { lesson_id: 'lesson-1' } });
const row = { edited: false, body: null } as DeliveryRow;
const edited = { edited: true, body: { lesson: 'lesson-9' } } as unknown as DeliveryRow;
const template = compileTemplate({ lesson: '{{ event.payload.lesson_id }}' });

it.each([
  ['the event itself', { row, event }, undefined, expect.objectContaining({ event_id: event.event_id })],
  ['what its template makes of it', { row, event }, template, { lesson: 'lesson-1' }],
  ['what a person put in its place', { row: edited, event }, template, { lesson: 'lesson-9' }],
  [
    'what a person wrote, though the event is gone',
    { row: edited, event: undefined },
    undefined,
    { lesson: 'lesson-9' },
  ],
])('is %s', (_, delivery, given, body) => {
  expect(deliveryBody(delivery, given)).toEqual({ body });
});

it.each([
  ['the event is gone', { row, event: undefined }, template, 'event_gone'],
  ['the template fails', { row, event }, compileTemplate({ score: '{{ event.payload.no_such_field }}' }), 'template'],
])('is never there when %s', (_, delivery, given, code) => {
  expect(deliveryBody(delivery, given)).toEqual({ never: { code, sentence: expect.any(String) } });
});
