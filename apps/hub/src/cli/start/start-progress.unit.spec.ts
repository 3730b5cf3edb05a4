import { describe, expect, it } from 'vitest';
import { StartProgress } from './start-progress.ts';

function capture(isTTY: boolean) {
  const written: string[] = [];
  return { written, output: { isTTY, columns: 60, write: (text: string) => written.push(text) } };
}

describe('StartProgress', () => {
  it('writes plain lines without a terminal', async () => {
    const { written, output } = capture(false);
    const progress = new StartProgress(output);
    expect(
      await progress.step('PostgreSQL', async (note) => {
        note('taken over');
        return 7;
      }),
    ).toBe(7);
    await expect(progress.step('hub', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const text = written.join('');
    expect(text).toMatch(/^✔ PostgreSQL +\d\.\d s {2}taken over\n✖ hub +\d\.\d s\n$/);
    expect(text).not.toContain('\u001b');
  });

  it('shows what is under way in a terminal, no wider than it', async () => {
    const { written, output } = capture(true);
    const progress = new StartProgress(output);
    await Promise.all([progress.step('a'.repeat(50), async () => {}), progress.step('b'.repeat(50), async () => {})]);
    const status = written.find((text) => text.includes('aaa')) ?? '';
    expect(status.length).toBeLessThan(60);
    expect(written.join('')).toContain('✔ aaa');
  });
});
