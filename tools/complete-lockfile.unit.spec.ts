import { describe, expect, it } from 'vitest';
import { missingEntries } from './complete-lockfile.mjs';

const locked = (optionalDependencies: Record<string, string>, others: Record<string, object> = {}) => ({
  packages: { '': { optionalDependencies: {} }, 'node_modules/turbo': { optionalDependencies, dev: true }, ...others },
});

describe('missingEntries', () => {
  it('gives a left-out platform package the entry that npm would have written', () => {
    expect(missingEntries(locked({ '@turbo/darwin-64': '2.0.0' }))).toEqual({
      'node_modules/@turbo/darwin-64': { version: '2.0.0', cpu: ['x64'], dev: true, optional: true, os: ['darwin'] },
    });
    expect(missingEntries(locked({ '@x/linux-arm64-musl': '1.0.0' }))).toEqual({
      'node_modules/@x/linux-arm64-musl': {
        version: '1.0.0',
        cpu: ['arm64'],
        dev: true,
        libc: ['musl'],
        optional: true,
        os: ['linux'],
      },
    });
  });

  it('leaves alone what is locked, hoisted or nested, and what belongs to no platform', () => {
    expect(missingEntries(locked({ 'a-linux-x64': '1.0.0' }, { 'node_modules/a-linux-x64': {} }))).toEqual({});
    expect(
      missingEntries(locked({ 'a-linux-x64': '1.0.0' }, { 'node_modules/turbo/node_modules/a-linux-x64': {} })),
    ).toEqual({});
    expect(missingEntries(locked({ bufferutil: '4.0.0' }))).toEqual({});
  });
});
