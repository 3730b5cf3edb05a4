import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { activityEvent, families } from '../event.ts';
import { canonicalEventType } from '../topic.ts';
import { eventTypeOf, eventTypes, isHubFamily } from './catalog.ts';
import { payloadJsonSchema } from './payload-json-schema.ts';

const namedByTheMission = [
  'learning.started learning.completed learning.course_started learning.lesson_completed learning.test_passed',
  'work.started work.completed work.task_started work.artifact_created',
  'social.posted social.commented social.post_created social.comment_added social.peer_review_submitted',
  'economic.earned economic.spent economic.payment_received economic.token_earned economic.token_spent',
  'system.user_logged_in system.login_failed system.error_occurred system.alert_triggered',
  'streak.started streak.extended streak.broken milestone.reached',
  'anomaly.detected inactivity.detected overactivity.detected',
  'ingestion.lag storage.threshold replay.started replay.completed',
].flatMap((line) => line.split(' '));

const dataFolder = path.join(import.meta.dirname, '../../../../../shared/data/events');

describe('the catalogue of event types', () => {
  test.each(namedByTheMission)('knows %s', (name) => {
    expect(eventTypeOf(canonicalEventType(name))?.event_type).toBe(`activity.${name}`);
  });

  test('names every type once', () => {
    expect(new Set(eventTypes.map((type) => type.event_type)).size).toBe(eventTypes.length);
  });

  test('lets producers publish the five families and nothing else', () => {
    for (const type of eventTypes) {
      const isProducerFamily = families.some((family) => family === type.family);
      expect([type.event_type, isProducerFamily]).toEqual([type.event_type, type.origin === 'producer']);
      expect(isHubFamily(type.family)).toBe(!isProducerFamily);
    }
  });

  test('has a title in both languages and a JSON Schema without references for every type', () => {
    for (const type of eventTypes) {
      expect(type.title.en).not.toBe('');
      expect(type.title.ru).toMatch(/[а-я]/i);
      const schema = payloadJsonSchema(type);
      expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(JSON.stringify(schema)).not.toContain('$ref');
    }
  });

  test('demands what a type says nothing without', () => {
    expect(eventTypeOf('activity.economic.earned')?.payload.safeParse({}).success).toBe(false);
    expect(
      eventTypeOf('activity.economic.earned')?.payload.safeParse({
        amount: '12.000000000000000001',
      }).success,
    ).toBe(true);
    expect(
      eventTypeOf('activity.learning.course_started')?.payload.safeParse({
        course_day: 1,
      }).success,
    ).toBe(false);
  });
});

describe.skipIf(!existsSync(dataFolder))('the real events (needs ../shared/data)', () => {
  test.each([
    ['sample.ndjson.gz', 52_049],
    ['learners.ndjson.gz', 183_381],
  ])('of %s all fit', { timeout: 120_000 }, async (file, expected) => {
    const lines = createInterface({
      input: createReadStream(path.join(dataFolder, file)).pipe(createGunzip()),
    });
    let fitting = 0;
    for await (const line of lines) {
      const event = activityEvent.parse(JSON.parse(line));
      eventTypeOf(event.event_type)?.payload.parse(event.payload);
      if (eventTypeOf(event.event_type) !== undefined) fitting++;
    }
    expect(fitting).toBe(expected);
  });
});
