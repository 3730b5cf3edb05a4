import { describe, expect, it } from 'vitest';
import { RunningStack, StopRequested } from './running-stack.ts';

function noted(stopped: string[], name: string) {
  return {
    name,
    stop: async () => {
      stopped.push(name);
    },
  };
}

describe('RunningStack', () => {
  it('stops in reverse order, once, and goes on after a failure', async () => {
    const stack = new RunningStack();
    const stopped: string[] = [];
    const failures: string[] = [];
    await stack.add(noted(stopped, 'database'));
    await stack.add({ name: 'hub', stop: () => Promise.reject(new Error('stuck')) });
    await stack.add(noted(stopped, 'console'));
    await Promise.all([stack.stopAll((name) => failures.push(name)), stack.stopAll(() => {})]);
    expect(stopped).toEqual(['console', 'database']);
    expect(failures).toEqual(['hub']);
  });

  it('stops at once what finishes starting after the stop began', async () => {
    const stack = new RunningStack();
    const stopped: string[] = [];
    await stack.stopAll(() => {});
    await expect(stack.add(noted(stopped, 'late'))).rejects.toThrow(StopRequested);
    expect(stopped).toEqual(['late']);
  });
});
