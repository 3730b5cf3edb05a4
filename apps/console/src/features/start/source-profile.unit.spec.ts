import { eventTypeOf } from '@activity-hub/contracts/event-types/catalog';
import { expect, test } from 'vitest';
import { sourceNames, sourceProfiles } from './source-profile.ts';

test('every source has one profile', () => {
  expect(sourceProfiles.map(({ source }) => source)).toEqual(sourceNames);
});

test.each(sourceProfiles)('the first event of $source is one the hub takes', ({ event_type: type, payload }) => {
  const known = eventTypeOf(type);
  expect(known?.origin).toBe('producer');
  expect(known?.payload.safeParse(payload)).toMatchObject({ success: true });
});
