import { describe, expect, it, vi } from 'vitest';
import type { PluginLife } from './plugin-life.ts';
import { SinkProcesses } from './sink-processes.ts';

const running = new Set<string>();
const started: string[] = [];

/** Stands for a process. */
function opening(name: string): () => Promise<PluginLife> {
  return async () => {
    started.push(name);
    running.add(name);
    const process = {
      ended: false,
      stop: async () => {
        running.delete(name);
        process.ended = true;
      },
    };
    return { process } as unknown as PluginLife;
  };
}

function processes(most: number, idleMs = 60_000): SinkProcesses {
  running.clear();
  started.length = 0;
  return new SinkProcesses({ most, idleMs });
}

const nothing = async (): Promise<void> => undefined;

describe('processes of sinks', () => {
  it('are used again by their subscription', async () => {
    const pool = processes(2);
    const owner = {};
    await pool.use(owner, 'code', opening('a'), nothing);
    await pool.use(owner, 'code', opening('a again'), nothing);
    expect(started).toEqual(['a']);
    await pool.end(owner);
    expect([...running]).toEqual([]);
  });

  it('end with their code, with a failure, and when they ended by themselves', async () => {
    const pool = processes(2);
    const owner = {};
    await pool.use(owner, 'code', opening('a'), nothing);
    await pool.use(owner, 'new code', opening('b'), nothing);
    expect([...running]).toEqual(['b']);
    const failing = pool.use(owner, 'new code', opening('c'), () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect([...running]).toEqual([]);
    await pool.use(owner, 'new code', opening('d'), (life) => life.process.stop());
    await pool.use(owner, 'new code', opening('e'), nothing);
    expect(started).toEqual(['a', 'b', 'd', 'e']);
  });

  it('make room for who waits: the idle ones first, then those that become idle, in the order of coming', async () => {
    const pool = processes(2);
    const [first, second, third, fourth] = [{}, {}, {}, {}];
    await pool.use(first, 'code', opening('first'), nothing);
    const busy = Promise.withResolvers<void>();
    const working = pool.use(second, 'code', opening('second'), () => busy.promise);
    const done: string[] = [];
    const hold = Promise.withResolvers<void>();
    const waiting = [
      pool.use(third, 'code', opening('third'), async () => {
        done.push('third');
        await hold.promise;
      }),
      pool.use(fourth, 'code', opening('fourth'), async () => void done.push('fourth')),
    ];
    await vi.waitFor(() => expect([...running]).toEqual(['second', 'third']));
    hold.resolve();
    await Promise.all(waiting);
    expect(done).toEqual(['third', 'fourth']);
    busy.resolve();
    await working;
    expect(running.size).toBeLessThanOrEqual(2);
  });

  it('never run more than there may be, whoever fails to start', async () => {
    const pool = processes(2);
    let most = 0;
    const uses = Array.from({ length: 30 }, (_, at) =>
      pool
        .use(
          {},
          'code',
          at % 5 === 0 ? () => Promise.reject(new Error('does not start')) : opening(`${at}`),
          async () => {
            most = Math.max(most, running.size);
            await new Promise((later) => setTimeout(later, 1));
          },
        )
        .catch(() => undefined),
    );
    await Promise.all(uses);
    expect(most).toBe(2);
    expect(started).toHaveLength(24);
  });

  it('do one thing after the other for their subscription, also when somebody gave up waiting', async () => {
    const pool = processes(2);
    const owner = {};
    const late = Promise.withResolvers<void>();
    const first = pool.use(owner, 'code', opening('a'), () => late.promise);
    const second = pool.use(owner, 'code', opening('b'), nothing);
    await vi.waitFor(() => expect(started).toEqual(['a']));
    late.reject(new Error('nobody waits for it'));
    await expect(first).rejects.toThrow('nobody waits for it');
    await second;
    expect(started).toEqual(['a', 'b']);
    expect([...running]).toEqual(['b']);
  });

  it('end when nobody needed them for a while', async () => {
    const pool = processes(2, 20);
    await pool.use({}, 'code', opening('a'), nothing);
    await vi.waitFor(() => expect([...running]).toEqual([]));
  });
});
