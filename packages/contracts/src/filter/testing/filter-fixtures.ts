import { expect } from 'vitest';
import type { Json, RecordedEvent } from '../../event.ts';
import { recordedEventFixture } from '../../plugin/testing/recorded-event-fixture.ts';
import { compileFilter } from '../compile-filter.ts';

export const withPayload = (payload: Record<string, Json>): RecordedEvent =>
  recordedEventFixture({ payload: payload as never });
export const verdict = (text: string, payload: Record<string, Json> = {}) =>
  compileFilter(text).matches(withPayload(payload));
export const fault = (words: string | RegExp) => ({ fault: expect.stringMatching(words) });

/** Processor time of this thread: the clock on the wall also measures what else the machine does. */
export function elapsedMs(act: () => void): number {
  const started = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1_000;
}
