import type { AppRouter } from '@activity-hub/contracts/api/app-router';
import type { StreamedFrame } from '@activity-hub/contracts/dispatch/stream';
import { createTRPCClient } from '@trpc/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserLink } from './browser-link.ts';
import { problemOfError } from './problem-of-error.ts';

/** As a browser has it, over a line that the test is. */
class LineSource extends EventTarget {
  static readonly opened: LineSource[] = [];
  readonly CLOSED = 2;
  readonly url: string;
  readyState = 0;

  constructor(url: string) {
    super();
    this.url = url;
    LineSource.opened.push(this);
  }

  close(): void {
    this.readyState = this.CLOSED;
  }

  tell(type: string, data: unknown, lastEventId = ''): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
  }

  giveUp(): void {
    this.close();
    this.dispatchEvent(new Event('error'));
  }
}

const newest = async (count: number): Promise<LineSource> => {
  await vi.waitFor(() => expect(LineSource.opened).toHaveLength(count));
  return LineSource.opened.at(-1) as LineSource;
};

function follow() {
  const frames: StreamedFrame[] = [];
  const failures: unknown[] = [];
  const client = createTRPCClient<AppRouter>({ links: [browserLink] });
  const following = client.stream.follow.subscribe(
    { topics: 'activity.**' },
    { onData: ({ data }) => frames.push(data), onError: (failure) => failures.push(failure) },
  );
  return { frames, failures, leave: () => following.unsubscribe() };
}

beforeEach(() => {
  LineSource.opened.length = 0;
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.stubGlobal('EventSource', LineSource);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a subscription whose source gave up goes on from its last id', async () => {
  const { frames, failures, leave } = follow();
  const first = await newest(1);
  first.tell('connected', {});
  first.tell('message', { type: 'heartbeat', cursor: 'place' }, 'place');
  await vi.waitFor(() => expect(frames).toHaveLength(1));
  first.giveUp();
  await vi.advanceTimersByTimeAsync(2_000);
  const { url } = await newest(2);
  const input = JSON.parse(new URL(url, 'http://console').searchParams.get('input') ?? '');
  expect(input).toEqual({ topics: 'activity.**', lastEventId: 'place' });
  expect(failures).toEqual([]);
  leave();
});

test('what the hub refuses it refuses for good, in its own words', async () => {
  const { failures } = follow();
  const source = await newest(1);
  source.tell('connected', {});
  const problem = { code: 'invalid_filter', status: 422, detail: 'The filter cannot be read.' };
  source.tell('serialized-error', { message: problem.detail, code: -32600, data: { problem } });
  await vi.waitFor(() => expect(failures.map((failure) => problemOfError(failure).detail)).toEqual([problem.detail]));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(LineSource.opened).toHaveLength(1);
});

test('a hub that stops is waited for', async () => {
  const { failures, leave } = follow();
  const source = await newest(1);
  source.tell('connected', {});
  const problem = { code: 'shutting_down', status: 503 };
  source.tell('serialized-error', { message: 'It stops.', code: -32603, data: { problem } });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(failures).toEqual([]);
  expect(source.readyState).not.toBe(source.CLOSED);
  leave();
});
