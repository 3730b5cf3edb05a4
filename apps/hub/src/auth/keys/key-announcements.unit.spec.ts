import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AnnouncementSource, KeyAnnouncements } from './key-announcements.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Connections to a server whose notifications can be switched off, as when it restarts. */
function setUp() {
  const heard: string[] = [];
  const state = { isDeaf: false, connections: 0, gaps: 0 };
  const connect = (): AnnouncementSource => {
    state.connections += 1;
    let onHeard: (payload: string) => void = () => undefined;
    const wasDeaf = state.isDeaf;
    return {
      async listen(_channel, listener) {
        if (wasDeaf) throw new Error('away');
        onHeard = listener;
      },
      async notify(_channel, payload) {
        if (!state.isDeaf) onHeard(payload);
      },
      async end() {},
    };
  };
  const announcements = new KeyAnnouncements({
    connect,
    onChange: (keyId) => heard.push(keyId),
    onGap: () => {
      state.gaps += 1;
    },
    logger: { warn: () => undefined },
    checkMs: 1_000,
  });
  return { announcements, state, heard };
}

it('listens anew when its own ping is not heard, and forgets what it may have missed', async () => {
  const { announcements, state, heard } = setUp();
  await announcements.start();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state).toMatchObject({ connections: 1, gaps: 1 });
  state.isDeaf = true;
  await vi.advanceTimersByTimeAsync(3_000);
  state.isDeaf = false;
  await vi.advanceTimersByTimeAsync(2_000);
  const { connections } = state;
  expect(connections).toBeGreaterThan(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state.connections).toBe(connections);
  expect(state.gaps).toBe(connections);
  expect(heard).toEqual([]);
  await announcements.stop();
});
