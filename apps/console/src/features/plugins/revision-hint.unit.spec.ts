import { expect, it } from 'vitest';
import { isCodeMissing } from './revision-hint.tsx';
import type { ShownPlugin, ShownRevision } from './shown-plugin.ts';

const plugin = (version: string, versions?: readonly string[]) => ({ manifest: { version, versions } }) as ShownPlugin;
const revision = (state: ShownRevision['state'], plugin_version: string) =>
  ({ state, plugin_version }) as ShownRevision;

it('stands in the way of a shadow or a retired revision that none of the installed versions can run', () => {
  expect(isCodeMissing(plugin('2.0.0', ['1.0.0', '2.0.0']), revision('retired', '1.0.0'))).toBe(false);
  expect(isCodeMissing(plugin('2.0.0', ['2.0.0']), revision('retired', '1.0.0'))).toBe(true);
  expect(isCodeMissing(plugin('2.0.0', ['2.0.0']), revision('shadow', '1.0.0'))).toBe(true);
  expect(isCodeMissing(plugin('2.0.0', ['2.0.0']), revision('discarded', '1.0.0'))).toBe(false);
  // While no process role runs nobody knows what is there.
  expect(isCodeMissing(plugin('2.0.0'), revision('retired', '2.0.0'))).toBe(false);
});
