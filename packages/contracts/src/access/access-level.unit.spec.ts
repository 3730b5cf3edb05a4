import { describe, expect, it } from 'vitest';
import { HubError } from '../errors.ts';
import { type AccessLevel, accessLevels, demandAccess } from './access-level.ts';
import type { Caller, KeyPermission, PersonRole } from './caller.ts';

const key = (...permissions: KeyPermission[]): Caller => ({
  kind: 'key',
  key_id: 'k',
  name: 'lms',
  source: 'lms',
  permissions,
  event_types: [],
});
const person = (role: PersonRole): Caller => ({ kind: 'person', person_id: 'p', email: 'a@b', name: 'A', role });

function granted(caller: Caller): readonly AccessLevel[] {
  return accessLevels.filter((level) => {
    try {
      demandAccess(caller, level);
      return true;
    } catch (failure) {
      expect(failure).toBeInstanceOf(HubError);
      expect((failure as HubError).code).toBe(caller.kind === 'anonymous' ? 'unauthenticated' : 'forbidden');
      return false;
    }
  });
}

describe('demandAccess', () => {
  it.each<[string, Caller, readonly AccessLevel[]]>([
    ['nobody', { kind: 'anonymous' }, ['open']],
    ['a key without permissions', key(), ['open']],
    ['a writing key', key('write'), ['open', 'publish']],
    ['a reading key', key('read'), ['open', 'read']],
    ['an admin key', key('admin'), ['open', 'read', 'publish', 'admin']],
    ['a mentor', person('mentor'), ['open', 'read']],
    ['an admin', person('admin'), ['open', 'read', 'publish', 'admin']],
  ])('%s', (_name, caller, levels) => {
    expect(granted(caller)).toEqual(levels);
  });
});
