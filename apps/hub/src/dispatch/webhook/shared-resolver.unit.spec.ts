import { describe, expect, it } from 'vitest';
import { sharedResolver } from './shared-resolver.ts';

describe('sharedResolver', () => {
  it('asks once at a time for a name, and anew afterwards, also after a failure', async () => {
    const asked: string[] = [];
    const resolve = sharedResolver(async (host) => {
      asked.push(host);
      if (host === 'gone') throw new Error('no such name');
      return [{ address: `${asked.length}.0.0.1`, family: 4 }];
    });
    const [one, other] = await Promise.all([resolve('a'), resolve('a'), resolve('b')]);
    expect(one).toEqual(other);
    expect(asked).toEqual(['a', 'b']);
    await expect(resolve('gone')).rejects.toThrow();
    await expect(resolve('gone')).rejects.toThrow();
    expect(await resolve('a')).toEqual([{ address: '5.0.0.1', family: 4 }]);
  });
});
